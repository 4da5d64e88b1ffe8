import { Eye, EyeOff } from "lucide-react";
import { useId, useState, type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { cx } from "./cx.ts";
import { IconButton } from "./Button.tsx";
import styles from "./Field.module.css";

export interface FieldProps {
  label: string;
  /** Said before anything is wrong; stays beside the error. */
  hint?: ReactNode | undefined;
  error?: string | undefined;
  optional?: boolean | undefined;
}

/** What the control inside a Field has to carry, so that label, hint and error belong to it for a screen reader. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** Label, hint and error around any control. */
export function Field({
  label,
  hint,
  error,
  optional,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const texts = useTexts(commonTexts);
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint !== undefined && hintId, error !== undefined && errorId].filter(Boolean).join(" ");
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> {texts.optional}</span>}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={errorId} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

type Typed<Attributes> = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  /** Maximum length. Longer text is not cut off silently but reported. */
  limit?: number;
} & Omit<Attributes, "value" | "onChange" | "id" | "aria-describedby" | "aria-invalid" | "maxLength">;

/** How much may still be typed, once the end is near; too much is an error at once. */
export function useLimit(
  value: string,
  limit: number | undefined,
  { hint, error }: Pick<FieldProps, "hint" | "error">,
): Pick<FieldProps, "hint" | "error"> {
  const texts = useTexts(commonTexts);
  const left = (limit ?? Number.POSITIVE_INFINITY) - value.trim().length;
  if (left < 0) return { hint, error: texts.over(-left) };
  if (left > Math.max(10, (limit ?? 0) / 10)) return { hint, error };
  return {
    hint: (
      <>
        {hint} <output className="num">{texts.left(left)}</output>
      </>
    ),
    error,
  };
}

/** Around a control of its own that holds words. */
export function LimitedField({
  value,
  limit,
  hint,
  error,
  children,
  ...field
}: FieldProps & { value: string; limit: number; children: (control: ControlProps) => ReactNode }) {
  return (
    <Field {...field} {...useLimit(value, limit, { hint, error })}>
      {children}
    </Field>
  );
}

export function TextField({
  label,
  hint,
  error,
  optional,
  onChange,
  limit,
  className,
  beside,
  ...rest
}: Typed<InputHTMLAttributes<HTMLInputElement>> & {
  /** A button in the same row: 获取验证码. */
  beside?: ReactNode;
}) {
  const said = useLimit(rest.value, limit, { hint, error });
  return (
    <Field label={label} {...said} optional={optional}>
      {(control) => (
        <div className={beside === undefined ? undefined : styles.withBeside}>
          <input
            {...rest}
            {...control}
            className={cx(styles.control, className)}
            onChange={(event) => onChange(event.target.value)}
          />
          {beside}
        </div>
      )}
    </Field>
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  optional,
  onChange,
  limit,
  rows = 4,
  ...rest
}: Typed<TextareaHTMLAttributes<HTMLTextAreaElement>>) {
  const said = useLimit(rest.value, limit, { hint, error });
  return (
    <Field label={label} {...said} optional={optional}>
      {(control) => (
        <textarea
          {...rest}
          {...control}
          rows={rows}
          className={styles.control}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface Option<V extends string = string> {
  value: V;
  label: string;
  disabled?: boolean;
}

interface SelectFieldProps<V extends string> extends FieldProps {
  name?: string;
  required?: boolean;
  /** "" while nothing is chosen. */
  value: V | "";
  onChange: (value: V) => void;
  options: readonly Option<V>[];
}

/** The phone's native select, which everybody already knows. */
export function SelectField<V extends string>({
  label,
  hint,
  error,
  optional,
  name,
  required,
  value,
  onChange,
  options,
}: SelectFieldProps<V>) {
  const texts = useTexts(commonTexts);
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(control) => (
        <select
          {...control}
          name={name}
          required={required}
          value={value}
          className={cx(styles.control, styles.select)}
          onChange={(event) => choose(event.target.value)}
        >
          {value === "" && (
            <option value="" disabled>
              {texts.chooseOne}
            </option>
          )}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** As long as a password may be (`passwordSchema`). */
const PASSWORD_LIMIT = 128;

/** Pasting is allowed and the password can be shown: nobody is tested on typing blind (R74). */
export function PasswordField({
  label,
  hint,
  error,
  optional,
  onChange,
  ...rest
}: Omit<Typed<Omit<InputHTMLAttributes<HTMLInputElement>, "type">>, "limit">) {
  const said = useLimit(rest.value, PASSWORD_LIMIT, { hint, error });
  const texts = useTexts(commonTexts);
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} {...said} optional={optional}>
      {(control) => (
        <div className={styles.withButton}>
          <input
            {...rest}
            {...control}
            type={shown ? "text" : "password"}
            className={styles.control}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            label={shown ? texts.hidePassword : texts.showPassword}
            icon={shown ? <EyeOff aria-hidden size={22} /> : <Eye aria-hidden size={22} />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
