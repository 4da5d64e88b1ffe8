import type { ReactNode } from "react";
import styles from "./PhoneLink.module.css";

/** A number as it is printed, to be dialled: an extension waits for its turn. */
export function PhoneLink({ phone, icon, children }: { phone: string; icon?: ReactNode; children: ReactNode }) {
  const [number = "", extension] = phone.split(/转|ext\.?/);
  const digits = number.replace(/[^\d+]/g, "");
  return (
    <a className={styles.phone} href={`tel:${digits}${extension ? `,${extension.trim()}` : ""}`}>
      {icon}
      <span className="grow">{children}</span>
      <span className="num">{phone}</span>
    </a>
  );
}
