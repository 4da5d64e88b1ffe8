import { useTexts } from "../../../lib/i18n/define.ts";
import { SelectField } from "../../../ui/shared/Field.tsx";
import { reportTexts } from "../reports.texts.ts";

export interface PersonOption {
  id: string;
  name: string;
}

interface PatientSwitchProps {
  people: readonly PersonOption[];
  value: string | undefined;
  onChange: (patientId: string) => void;
  label?: string;
  error?: string | undefined;
}

/** Chooses whose reports are shown; renders nothing for an account with one 就诊人. */
export function PatientSwitch({ people, value, onChange, label, error }: PatientSwitchProps) {
  const texts = useTexts(reportTexts);
  if (people.length < 2) return null;
  return (
    <SelectField
      label={label ?? texts.patient}
      value={value ?? ""}
      onChange={onChange}
      error={error}
      options={people.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
