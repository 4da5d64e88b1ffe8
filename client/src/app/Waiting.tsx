import { commonTexts } from "../lib/i18n/common.ts";
import { useTexts } from "../lib/i18n/define.ts";
import styles from "./Waiting.module.css";

/** Shown while code or session arrive. Shows nothing for the first moment, since most waits are over before. */
export function Waiting() {
  const texts = useTexts(commonTexts);
  return (
    <output className={styles.waiting}>
      <span className={styles.bar} aria-hidden />
      <span className="visually-hidden">{texts.loading}</span>
    </output>
  );
}
