import type { FormInstance, FormProps } from "antd";

type Path = readonly (string | number)[];
type Changed = Parameters<NonNullable<FormProps["onFieldsChange"]>>[0];

/** Of each form, by field: the value that the server refused, and in which words. */
const refused = new WeakMap<object, Map<string, { value: unknown; errors: string[] }>>();
const keyOf = (path: Path) => path.join(".");

/** Shows at their fields what the server refused. */
export function noteRefusals(
  form: FormInstance,
  fields: readonly { name: (string | number)[]; errors: string[] }[],
): void {
  refused.set(
    form,
    new Map(fields.map(({ name, errors }) => [keyOf(name), { value: form.getFieldValue(name) as unknown, errors }])),
  );
  form.setFields([...fields]);
}

/** To be called when the form is sent anew. */
export const forgetRefusals = (form: FormInstance): void => void refused.delete(form);

/**
 * For `onFieldsChange`: a field is checked as it is left, and what only the server knows passes that check; the words of its
 * refusal would go before anybody has read them. They stay for as long as the refused value does.
 */
export function keepRefusals(form: FormInstance, changed: Changed): void {
  const ofForm = refused.get(form);
  if (!ofForm) return;
  for (const { name, errors, validating } of changed) {
    const path: Path = Array.isArray(name) ? (name as Path) : [name as string | number];
    const refusal = ofForm.get(keyOf(path));
    if (!refusal) continue;
    if (!Object.is(form.getFieldValue([...path]), refusal.value)) ofForm.delete(keyOf(path));
    else if (validating !== true && (errors?.length ?? 0) === 0)
      form.setFields([{ name: [...path], errors: refusal.errors }]);
  }
}
