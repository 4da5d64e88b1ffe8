import type { FormItemProps } from "antd";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorText, fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import type { FieldCheck } from "./field-checks.ts";

/** antd's rules of a field from a check, in the words in which the server would refuse it. */
export function useFieldRules(): (check: FieldCheck) => NonNullable<FormItemProps["rules"]> {
  const texts = useTexts(fieldErrorTexts);
  return (check) => [
    {
      async validator(_rule, value: unknown) {
        const code = check(value);
        if (code !== null) throw new Error(fieldErrorText(code, texts));
      },
    },
  ];
}
