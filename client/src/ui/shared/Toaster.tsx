import { Check, CircleAlert } from "lucide-react";
import { useSyncExternalStore } from "react";
import { cx } from "./cx.ts";
import { getToasts, subscribeToasts } from "./toast.ts";
import styles from "./Toaster.module.css";

/** Drawn once by the providers. The live region is always there, else the first message would not be read aloud. */
export function Toaster() {
  const messages = useSyncExternalStore(subscribeToasts, getToasts);
  return (
    <div className={styles.region} aria-live="polite" data-face="phone">
      {messages.map(({ id, text, tone }) => (
        <p key={id} className={cx(styles.toast, styles[tone])}>
          {tone === "done" && <Check aria-hidden size={20} />}
          {tone === "danger" && <CircleAlert aria-hidden size={20} />}
          <span>{text}</span>
        </p>
      ))}
    </div>
  );
}
