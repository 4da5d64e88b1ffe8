import type { FormItemProps } from "antd";
import { useTexts } from "../../lib/i18n/define.ts";
import { fieldErrorText, fieldErrorTexts } from "../../lib/i18n/field-errors.ts";

/** What a schema of `shared` has for each of its fields; zod's, told by its shape so that no page loads zod to draw a form. */
export type SchemaShape = Record<
  string,
  { safeParse: (value: unknown) => { success: boolean; error?: { issues: readonly { message: string }[] } } }
>;

/**
 * Rules of a desk form straight from the contract's own schema, so that a field says as it is left what the server would say.
 * The schema is fetched when the first field is left.
 */
export function useSchemaRules(
  load: () => Promise<SchemaShape>,
): (field: string) => NonNullable<FormItemProps["rules"]> {
  const texts = useTexts(fieldErrorTexts);
  return (field) => [
    {
      async validator(_rule, value: unknown) {
        const parsed = (await load())[field]?.safeParse(value ?? "");
        if (!parsed || parsed.success) return;
        const empty = value === undefined || value === null || value === "";
        throw new Error(fieldErrorText(empty ? "required" : (parsed.error?.issues[0]?.message ?? "other"), texts));
      },
    },
  ];
}
