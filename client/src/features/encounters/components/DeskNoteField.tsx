import { Input } from "antd";
import { Suspense } from "react";
import {
  isTextField,
  noteFieldRows,
  type Diagnosis,
  type NoteFieldName,
  type NoteFields,
} from "@fuzhen/shared/encounters/note.fields.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Field, LimitedField } from "../../../ui/shared/Field.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";
import { noteTexts } from "../note.texts.ts";
import type { DeskDiagnosesProps } from "./DeskDiagnoses.tsx";
import { DeskDiagnosisWords } from "./DeskDiagnosisWords.tsx";

interface Props {
  name: NoteFieldName;
  fields: NoteFields;
  error: string | undefined;
  onEdit: (part: Partial<NoteFields>) => void;
}

const StillDiagnoses = ({ id, placeholder, value }: DeskDiagnosesProps) => (
  <Input
    id={id}
    aria-busy
    readOnly
    placeholder={placeholder}
    value={value.map(({ code, display }) => `${code} ${display}`).join(" ")}
  />
);
// What searches and shows what was found is 20 kB of antd, which the worklist does not need.
const DeskDiagnoses = laterPart(() => import("./DeskDiagnoses.tsx"), StillDiagnoses);

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
          {(control) => {
            const choice = {
              id: control.id,
              placeholder: hint,
              most,
              value: fields[name],
              invalid: control["aria-invalid"] ?? false,
              onChange: (diagnoses: Diagnosis[]) => onEdit({ [name]: diagnoses }),
            };
            return (
              <Suspense fallback={<StillDiagnoses {...choice} />}>
                <DeskDiagnoses {...choice} />
              </Suspense>
            );
          }}
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
