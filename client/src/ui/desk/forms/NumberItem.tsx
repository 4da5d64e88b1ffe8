import { Form } from "antd";
import { wholeNumber } from "./field-checks.ts";
import { useFieldRules } from "./use-field-rules.ts";
import { NumberField } from "../NumberField.tsx";

interface Props {
  name: string;
  label: string;
  hint: string;
  /** `code` is said of everything outside. */
  limits: { least: number; most: number; code: string };
  /** Its unit. */
  suffix: string;
}

/** A whole number within limits in a form of the desk. */
export function NumberItem({ name, label, hint, limits: { least, most, code }, suffix }: Props) {
  const rules = useFieldRules();
  return (
    <Form.Item name={name} label={label} extra={hint} rules={rules(wholeNumber(least, most, code))}>
      <NumberField suffix={suffix} />
    </Form.Item>
  );
}
