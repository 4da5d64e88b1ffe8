import { useId, type ReactNode } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import styles from "./PapersField.module.css";

interface PapersFieldProps {
  label: string;
  hint: string;
  error: string | undefined;
  optional?: boolean;
  children: ReactNode;
}

/** Label, hint and error around a chooser that has controls of its own. A refusal takes the focus here. */
export function PapersField({ label, hint, error, optional, children }: PapersFieldProps) {
  const common = useTexts(commonTexts);
  const id = useId();
  return (
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-hint`}
      tabIndex={-1}
      {...(error !== undefined && { "aria-invalid": true })}
      className={styles.field}
    >
      <p id={`${id}-label`} className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> {common.optional}</span>}
      </p>
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
        {error !== undefined && <span className="visually-hidden"> {error}</span>}
      </p>
      {children}
      {error !== undefined && (
        <p className={styles.error} aria-hidden>
          {error}
        </p>
      )}
    </div>
  );
}
