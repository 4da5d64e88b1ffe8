import { ageOn } from "@fuzhen/shared/time.ts";
import { GUARDIAN_AGE } from "@fuzhen/shared/patients/patient.rules.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { useState } from "react";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { dayKey } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { correctPatient } from "../api/correct-patient.ts";
import { correctionTexts } from "../correction.texts.ts";
import { patientTexts } from "../patients.texts.ts";
import { useSendPerson, type PersonForm } from "../hooks/use-send-person.ts";
import { sayDocument } from "./document-said.ts";
import { IdentityFields } from "./IdentityFields.tsx";
import { PersonNameField, PersonPhoneField, RelationshipField } from "./PersonFields.tsx";

interface CorrectionFormProps extends PersonForm {
  id: string;
  patient: Patient;
}

/** What is left as it is, is not sent; of numbers only the new one is typed, for the old is shown to nobody. */
export function CorrectionForm({ id, patient, onBusy, onDone }: CorrectionFormProps) {
  const texts = useTexts(correctionTexts);
  const words = useTexts(patientTexts);
  const [initial] = useState(() => ({
    requestKey: newRequestKey(),
    name: patient.name,
    documentType: patient.documentType,
    idNumber: "",
    birthDate: patient.birthDate,
    sex: patient.sex as "male" | "female" | "",
    relationship: patient.relationship,
    phone: "",
  }));
  const { draft, change, clear } = useDraft(`patient-correct-${patient.id}`, initial);
  const [dropPhone, setDropPhone] = useState(false);
  const [guardianConsent, setGuardianConsent] = useState(false);
  const [unchanged, setUnchanged] = useState(0);
  const typed = { ...draft, guardianConsent };
  const sending = useSendPerson(correctPatient, typed, { clear, onBusy, onDone });
  const now = useNow();
  const today = dayKey(now);
  const said = sayDocument(draft.documentType, draft.idNumber, today);
  const born = said.kind === "read" ? said.born : null;
  const isChild = ageOn(born?.birthDate ?? draft.birthDate, today) < GUARDIAN_AGE && patient.age >= GUARDIAN_AGE;
  const submit = () => {
    const phone = draft.phone.trim();
    const changes = {
      ...(draft.name.trim() === patient.name ? {} : { name: draft.name }),
      ...(draft.documentType === patient.documentType ? {} : { documentType: draft.documentType }),
      ...(draft.idNumber.trim() === "" ? {} : { idNumber: draft.idNumber }),
      ...(draft.birthDate === "" || draft.birthDate === patient.birthDate ? {} : { birthDate: draft.birthDate }),
      ...(draft.sex === "" || draft.sex === patient.sex ? {} : { sex: draft.sex }),
      ...(draft.relationship === patient.relationship ? {} : { relationship: draft.relationship }),
      ...(dropPhone ? { phone: null } : phone === "" ? {} : { phone }),
    };
    if (Object.keys(changes).length === 0) {
      setUnchanged((count) => count + 1);
      return;
    }
    setUnchanged(0);
    sending.send({ patientId: patient.id, requestKey: draft.requestKey, ...changes, guardianConsent });
  };
  return (
    <Form
      id={id}
      onSubmit={submit}
      {...sending.form}
      error={unchanged > 0 ? texts.unchanged : sending.form.error}
      attempt={sending.form.attempt + unchanged}
    >
      <p>{texts.lead}</p>
      <p className="quiet">{texts.rule}</p>
      <PersonNameField value={draft.name} onChange={(name) => change({ name })} error={sending.fieldError("name")} />
      <IdentityFields
        draft={draft}
        change={change}
        said={said}
        now={now}
        errorOf={(path) => sending.fieldError(path)}
        numberHint={texts.numberHint}
      />
      <RelationshipField
        value={draft.relationship}
        onChange={(relationship) => change({ relationship })}
        error={sending.fieldError("relationship")}
      />
      {!dropPhone && (
        <PersonPhoneField
          hint={patient.phone === null ? words.phoneHint : texts.phoneHint(patient.phone)}
          value={draft.phone}
          onChange={(phone) => change({ phone })}
          error={sending.fieldError("phone")}
        />
      )}
      {patient.phone !== null && (
        <Checkbox label={texts.dropPhone} checked={dropPhone} onChange={setDropPhone} name="dropPhone" />
      )}
      {isChild && (
        <Checkbox
          label={words.guardian}
          checked={guardianConsent}
          onChange={setGuardianConsent}
          name="guardianConsent"
          error={sending.fieldError("guardianConsent")}
        />
      )}
    </Form>
  );
}
