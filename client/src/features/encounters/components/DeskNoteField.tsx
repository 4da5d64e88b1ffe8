import { Input } from "antd";
import {
  isTextField,
  noteFieldRows,
  type NoteFieldName,
  type NoteFields,
} from "@fuzhen/shared/encounters/note.fields.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Field, LimitedField } from "../../../ui/shared/Field.tsx";
import { noteTexts } from "../note.texts.ts";
import { DeskDiagnoses } from "./DeskDiagnoses.tsx";
import { DeskDiagnosisWords } from "./DeskDiagnosisWords.tsx";

interface Props {
  name: NoteFieldName;
  fields: NoteFields;
  error: string | undefined;
  onEdit: (part: Partial<NoteFields>) => void;
}

/** One field of the note, as its row of the list says. */
export function DeskNoteField({ name, fields, error, onEdit }: Props) {
  const texts = useTexts(noteTexts);
  const {
    most,
    lines: [minRows, maxRows],
  } = noteFieldRows[name];
  const { label, hint } = texts.fields[name];
  if (!isTextField(name))
    return (
      <>
        <Field label={label} hint={fields[name].length < most ? undefined : texts.diagnosesFull(most)} error={error}>
          {(control) => (
            <DeskDiagnoses
              id={control.id}
              placeholder={hint}
              most={most}
              value={fields[name]}
              invalid={control["aria-invalid"] ?? false}
              onChange={(diagnoses) => onEdit({ [name]: diagnoses })}
            />
          )}
        </Field>
        <DeskDiagnosisWords value={fields[name]} onChange={(diagnoses) => onEdit({ [name]: diagnoses })} />
      </>
    );
  return (
    <LimitedField label={label} value={fields[name]} limit={most} error={error}>
      {(control) => {
        const typed = {
          ...control,
          placeholder: hint,
          value: fields[name],
          onChange: ({ target }: { target: { value: string } }) => onEdit({ [name]: target.value }),
        };
        return maxRows === 1 ? <Input {...typed} /> : <Input.TextArea {...typed} autoSize={{ minRows, maxRows }} />;
      }}
    </LimitedField>
  );
}
