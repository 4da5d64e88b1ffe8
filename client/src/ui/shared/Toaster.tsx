import { Check, CircleAlert } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { cx } from "./cx.ts";
import { getToasts, subscribeToasts } from "./toast.ts";
import styles from "./Toaster.module.css";

/**
 * Drawn once by the providers, for both faces. The live region is always there, else the first message would not be read
 * aloud. It lets presses through and stands where it covers nothing that can be pressed (stand-free.ts).
 */
export function Toaster() {
  const messages = useSyncExternalStore(subscribeToasts, getToasts);
  const region = useRef<HTMLDivElement>(null);
  const face = document.querySelector('[data-face="desk"]:not([aria-live])') ? "desk" : "phone";
  useEffect(() => {
    if (messages.length === 0) return undefined;
    let stop = () => {};
    let gone = false;
    // Most pages show none. Where the code does not come it stays at the end of the screen.
    import("./stand-free.ts").then(
      ({ standFree }) => {
        if (!gone && region.current) stop = standFree(region.current);
      },
      () => undefined,
    );
    return () => {
      gone = true;
      stop();
    };
  }, [messages]);
  return (
    <div ref={region} className={styles.region} aria-live="polite" data-face={face}>
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
