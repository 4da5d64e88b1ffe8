import { useTexts } from "../../../lib/i18n/define.ts";
import { SelectField, TextField } from "../../../ui/shared/Field.tsx";
import { patientTexts } from "../patients.texts.ts";

/** As the contract lists them; written again since its schema brings zod with it. */
const relationships = ["self", "spouse", "parent", "child", "grandparent", "sibling", "other"] as const;
export type Relationship = (typeof relationships)[number];

interface Props<V extends string> {
  value: V;
  onChange: (value: V) => void;
  error: string | undefined;
}

/** As on the document. */
export function PersonNameField({ value, onChange, error }: Props<string>) {
  const texts = useTexts(patientTexts);
  return (
    <TextField
      label={texts.name}
      hint={texts.nameHint}
      value={value}
      onChange={onChange}
      error={error}
      name="name"
      autoComplete="off"
      limit={40}
    />
  );
}

/** Who this is to the person who holds the account. */
export function RelationshipField({
  value,
  onChange,
  error,
}: Omit<Props<Relationship>, "value"> & { value: Relationship | "" }) {
  const texts = useTexts(patientTexts);
  return (
    <SelectField
      label={texts.relationship}
      value={value}
      onChange={onChange}
      error={error}
      options={relationships.map((one) => ({ value: one, label: texts.relationships[one] }))}
    />
  );
}

/** The person's own number, where it is another than the account's. */
export function PersonPhoneField({ value, onChange, error, hint }: Props<string> & { hint: string }) {
  const texts = useTexts(patientTexts);
  return (
    <TextField
      label={texts.phone}
      hint={hint}
      optional
      value={value}
      onChange={onChange}
      error={error}
      name="phone"
      type="tel"
      inputMode="numeric"
      autoComplete="off"
    />
  );
}
