import { Form, Input, type FormItemProps, type InputProps } from "antd";
import type { ReactElement } from "react";
import { useLimit } from "../../shared/Field.tsx";
import { within, type FieldCheck } from "./field-checks.ts";
import { useFieldRules } from "./use-field-rules.ts";

interface TextItemProps extends Omit<FormItemProps, "children" | "rules" | "name"> {
  name: string;
  /** The most the server takes. All that is typed or pasted stays and the limit is said: nothing is cut. */
  limit: number;
  check?: FieldCheck;
  /** Several lines. */
  rows?: number;
  input?: InputProps;
  /** In place of the plain input. */
  children?: ReactElement;
}

/** A field for words in a form of the desk. */
export function TextItem({ name, limit, check, rows, input, children, extra, ...item }: TextItemProps) {
  const form = Form.useFormInstance();
  const value: unknown = Form.useWatch(name, form);
  const rules = useFieldRules();
  const { hint, error } = useLimit(typeof value === "string" ? value : "", limit, { hint: extra, error: undefined });
  return (
    <Form.Item
      {...item}
      name={name}
      extra={hint}
      rules={rules(within(limit, check))}
      {...(error === undefined ? {} : { help: error, validateStatus: "error" as const })}
    >
      {children ?? (rows === undefined ? <Input {...input} /> : <Input.TextArea rows={rows} />)}
    </Form.Item>
  );
}
