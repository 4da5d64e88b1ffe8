import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "./api/api-error.ts";
import { useTexts } from "./i18n/define.ts";
import { useErrorText } from "./i18n/errors.ts";
import { fieldErrorText, fieldErrorTexts } from "./i18n/field-errors.ts";

/** State of a form that is sent: busy, refused, and where. Spread `form` into <Form>. */
export interface Sending<Input> {
  send: (input: Input) => void;
  /** The sentence at a field, by its path in the contract (`sessions.0.start`). */
  fieldError: (path: string) => string | undefined;
  error: unknown;
  form: { busy: boolean; error: string | undefined; fieldErrorCount: number; attempt: number };
  clear: () => void;
}

export function useSend<Input, Output>(
  request: (input: Input) => Promise<Output>,
  onDone: (output: Output, input: Input) => void,
): Sending<Input> {
  const errorText = useErrorText();
  const texts = useTexts(fieldErrorTexts);
  const [attempt, setAttempt] = useState(0);
  const mutation = useMutation({
    mutationFn: request,
    onSuccess: onDone,
    onError: () => setAttempt((count) => count + 1),
  });
  const fields = mutation.error instanceof ApiError ? mutation.error.fields : [];
  return {
    send: mutation.mutate,
    error: mutation.error,
    clear: mutation.reset,
    fieldError: (path) => {
      const refused = fields.find((field) => field.path === path);
      return refused && fieldErrorText(refused.code, texts);
    },
    form: {
      busy: mutation.isPending,
      // Where fields are named, the form's own summary counts them; a rule's own sentence is said as well.
      error:
        mutation.error && !(mutation.error instanceof ApiError && mutation.error.saidAtFields)
          ? errorText(mutation.error)
          : undefined,
      fieldErrorCount: fields.length,
      attempt,
    },
  };
}
