import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "./api/api-error.ts";
import { useTexts } from "./i18n/define.ts";
import { useErrorText } from "./i18n/errors.ts";
import { fieldErrorText, fieldErrorTexts } from "./i18n/field-errors.ts";
import { useStandingError } from "./use-standing-error.ts";

/** State of a form that is sent: busy, refused, and where. Spread `form` into <Form>. */
export interface Sending<Input> {
  send: (input: Input) => void;
  /** The sentence at a field, by its path in the contract (`sessions.0.start`). */
  fieldError: (path: string) => string | undefined;
  error: unknown;
  form: { busy: boolean; error: string | undefined; fieldErrorCount: number; attempt: number };
  clear: () => void;
}

/** Said of all that was typed together: which of it is wrong only the person can know. */
const OF_ALL: readonly string[] = [
  "wrong_credentials",
  "phone_taken",
  "password_breached",
  "patient_exists",
  "identity_changed",
];

const keyOf = (path: string) => path.split(".")[0] ?? path;

/**
 * `typed`: what stands in the fields now, by the first part of their paths. An error goes when its cause is gone: that of a
 * field when another thing stands there than was sent, that of a lost line when it is back.
 */
export function useSend<Input, Output>(
  request: (input: Input) => Promise<Output>,
  onDone: (output: Output, input: Input) => void,
  typed: Readonly<Record<string, unknown>> = {},
): Sending<Input> {
  const errorText = useErrorText();
  const texts = useTexts(fieldErrorTexts);
  const [attempt, setAttempt] = useState(0);
  const [sent, setSent] = useState(typed);
  const mutation = useMutation({
    mutationFn: request,
    onSuccess: onDone,
    onError: () => setAttempt((count) => count + 1),
  });
  const lasting = useStandingError(mutation.error);
  const isAsSent = (key: string) => JSON.stringify(typed[key]) === JSON.stringify(sent[key]);
  const isPast = lasting instanceof ApiError && OF_ALL.includes(lasting.code) && !Object.keys(typed).every(isAsSent);
  const error = isPast ? null : lasting;
  const fields = error instanceof ApiError ? error.fields.filter(({ path }) => isAsSent(keyOf(path))) : [];
  return {
    send: (input) => {
      setSent(typed);
      mutation.mutate(input);
    },
    error,
    clear: mutation.reset,
    fieldError: (path) => {
      const refused = fields.find((field) => field.path === path);
      return refused && fieldErrorText(refused.code, texts);
    },
    form: {
      busy: mutation.isPending,
      // Where fields are named, the form's own summary counts them; a rule's own sentence is said as well.
      error: error !== null && !(error instanceof ApiError && error.saidAtFields) ? errorText(error) : undefined,
      fieldErrorCount: fields.length,
      attempt,
    },
  };
}
