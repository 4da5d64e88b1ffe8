import type { ReactNode } from "react";
import { OfflineBanner } from "./OfflineBanner.tsx";
import styles from "./PhoneFrame.module.css";

/** The phone's column: full width on a phone, a centred column on anything wider. `bar` is the tab bar. */
export function PhoneFrame({ bar, children }: { bar?: ReactNode; children: ReactNode }) {
  return (
    <div data-face="phone" className={styles.frame}>
      <OfflineBanner />
      {children}
      {bar}
    </div>
  );
}
