import { useMutation } from "@tanstack/react-query";
import { type FormInstance } from "antd";
import { ApiError } from "../../lib/api/api-error.ts";
import { useTexts } from "../../lib/i18n/define.ts";
import { useErrorText } from "../../lib/i18n/errors.ts";
import { fieldErrorText, fieldErrorTexts } from "../../lib/i18n/field-errors.ts";
import { forgetRefusals, noteRefusals } from "./forms/refusals.ts";
import { toast } from "../shared/toast.ts";

/**
 * Sends a change from the desk. Refused fields are shown at their antd Form.Item (dotted path = name path), everything
 * else as a message. What was typed stays.
 */
export function useDeskSend<Input, Output>(
  request: (input: Input) => Promise<Output>,
  onDone: (output: Output, input: Input) => void,
  form?: FormInstance,
) {
  const errorText = useErrorText();
  const texts = useTexts(fieldErrorTexts);
  return useMutation({
    mutationFn: request,
    onMutate: () => form && forgetRefusals(form),
    onSuccess: onDone,
    onError: (error) => {
      const fields = error instanceof ApiError ? error.fields : [];
      if (form)
        noteRefusals(
          form,
          fields.map((field) => ({ name: namePath(field.path), errors: [fieldErrorText(field.code, texts)] })),
        );
      const first = fields[0];
      if (form && first) form.scrollToField(namePath(first.path), { focus: true });
      // A refusal with a sentence of its own is shown even when a field is marked; plain field faults appear only at
      // the field.
      if (!(form && error instanceof ApiError && error.saidAtFields)) toast(errorText(error), "danger");
    },
  });
}

const namePath = (path: string): (string | number)[] =>
  path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
