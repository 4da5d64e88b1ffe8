import { useEffect, useRef, type ReactNode } from "react";
import { commonTexts } from "../../lib/i18n/common.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { Notice } from "../shared/Card.tsx";
import styles from "./Form.module.css";

interface FormProps {
  /** Called when the form is sent; while `busy` it is not called again. */
  onSubmit: () => void;
  busy?: boolean;
  /** What went wrong as a whole: the sentence of `useErrorText`. */
  error?: string | undefined;
  /** How many fields carry an error now. */
  fieldErrorCount?: number;
  /** Changes with each refused attempt (a counter), so that the same errors take the focus again. */
  attempt?: number;
  id?: string;
  children: ReactNode;
}

/**
 * A form that never loses what was typed: it is not reset after a failure, and the focus moves to the first refused
 * field, or else to the sentence at the top. Native validation bubbles are off, because our texts are in the person's
 * language.
 */
export function Form({ onSubmit, busy = false, error, fieldErrorCount = 0, attempt = 0, id, children }: FormProps) {
  const texts = useTexts(commonTexts);
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const sentence = error ?? (fieldErrorCount > 0 ? texts.formHasErrors(fieldErrorCount) : undefined);
  const failed = sentence !== undefined;

  useEffect(() => {
    if (!failed) return;
    const refused = form.current?.querySelector<HTMLElement>("[aria-invalid]");
    (refused ?? summary.current)?.focus();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a second refusal takes the focus again
  }, [failed, attempt]);

  return (
    <form
      id={id}
      ref={form}
      className={styles.form}
      noValidate
      aria-busy={busy || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSubmit();
      }}
    >
      {sentence !== undefined && (
        <div ref={summary} tabIndex={-1}>
          <Notice tone="danger">{sentence}</Notice>
        </div>
      )}
      {children}
    </form>
  );
}
