import type { ReactNode } from "react";
import { commonTexts } from "../../../../lib/i18n/common.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import styles from "./PapersField.module.css";

interface PapersFieldProps {
  label: string;
  hint: string;
  optional?: boolean;
  children: ReactNode;
}

/** What is seen above a chooser that names its own group and says its own errors. */
export function PapersField({ label, hint, optional, children }: PapersFieldProps) {
  const common = useTexts(commonTexts);
  return (
    <div className={styles.field}>
      <p className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> {common.optional}</span>}
      </p>
      <p className={styles.hint}>{hint}</p>
      {children}
    </div>
  );
}
