import { useId } from "react";
import styles from "./ProgressBar.module.css";

interface ProgressBarProps {
  label: string;
  /** 0 to 1; leave out while the end is not known. */
  value?: number;
  /** In words, such as 62% or 第 3 页，共 8 页; the percentage when left out. */
  detail?: string;
}

export function ProgressBar({ label, value, detail }: ProgressBarProps) {
  const id = useId();
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <label htmlFor={id}>{label}</label>
        <span className="num">{detail ?? (percent === undefined ? "" : `${percent}%`)}</span>
      </div>
      <progress id={id} className={styles.bar} max={100} value={percent} />
    </div>
  );
}
