import type { FormInstance } from "antd";

const BLANKS: readonly string[] = ["null", "false", "[]", '""'];
/** Emptied and never filled are the same. */
const said = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return BLANKS.includes(text) ? "" : text;
};

/** Whether a form holds anything else than it `began` with: only that is lost by leaving it. */
export const isChanged = (form: Pick<FormInstance, "getFieldsValue">, began: object): boolean =>
  Object.entries(form.getFieldsValue() as object).some(
    ([name, value]) => said(value) !== said((began as Record<string, unknown>)[name]),
  );
