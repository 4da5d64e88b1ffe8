import { useId, type ReactNode } from "react";
import styles from "./Toggle.module.css";

interface ToggleProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
}

/** Takes effect at once (长辈模式, 摄像头). */
export function Switch({ label, hint, checked, onChange, disabled, name }: ToggleProps) {
  const hintId = useId();
  return (
    <label className={styles.switchRow}>
      <span className={styles.words}>
        <span>{label}</span>
        {hint !== undefined && (
          <span id={hintId} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        name={name}
        className={styles.switch}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}

/** Takes effect when the form is sent (同意). `error` as in Field. */
export function Checkbox({
  label,
  hint,
  checked,
  onChange,
  disabled,
  name,
  error,
}: ToggleProps & { error?: string | undefined }) {
  const id = useId();
  const describedBy = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  return (
    <div>
      <label className={styles.checkRow}>
        <input
          type="checkbox"
          name={name}
          className={styles.check}
          checked={checked}
          disabled={disabled}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={describedBy || undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={styles.words}>
          <span>{label}</span>
          {hint !== undefined && (
            <span id={`${id}-hint`} className={styles.hint}>
              {hint}
            </span>
          )}
        </span>
      </label>
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
