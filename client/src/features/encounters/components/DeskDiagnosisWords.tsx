import { Input } from "antd";
import { DIAGNOSIS_TEXT_MOST, type Diagnosis } from "@fuzhen/shared/encounters/note.fields.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { LimitedField } from "../../../ui/shared/Field.tsx";
import { noteTexts } from "../note.texts.ts";

interface Props {
  value: readonly Diagnosis[];
  onChange: (value: Diagnosis[]) => void;
}

/** For each diagnosis that was chosen, how the specialist would word it: a category of the table is wider than what is treated. */
export function DeskDiagnosisWords({ value, onChange }: Props) {
  const texts = useTexts(noteTexts);
  return value.map(({ code, display, text = "" }) => (
    <LimitedField
      key={code}
      label={texts.ownWordsFor(`${code} ${display}`)}
      optional
      value={text}
      limit={DIAGNOSIS_TEXT_MOST}
    >
      {(control) => (
        <Input
          {...control}
          placeholder={texts.ownWordsHint}
          value={text}
          onChange={({ target }) =>
            onChange(value.map((one) => (one.code === code ? { ...one, text: target.value } : one)))
          }
        />
      )}
    </LimitedField>
  ));
}
