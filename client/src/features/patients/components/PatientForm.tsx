import { GUARDIAN_AGE, patientFault } from "@fuzhen/shared/patients/patient.rules.ts";
import type { AddPatientInput, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { useState } from "react";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { dayKey, sayDate } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Notice } from "../../../ui/mobile/Card.tsx";
import { SelectField, TextField } from "../../../ui/mobile/Field.tsx";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { addPatient } from "../api/add-patient.ts";
import { patientTexts } from "../patients.texts.ts";
import { sayIdNumber } from "./id-number-said.ts";

type Relationship = AddPatientInput["relationship"];
const relationships: readonly Relationship[] = ["self", "spouse", "parent", "child", "grandparent", "sibling", "other"];

interface PatientFormProps {
  id: string;
  /** Those of the account already: there is one 本人. */
  existing: readonly Patient[];
  onBusy: (busy: boolean) => void;
  onDone: (patient: Patient) => void;
}

const empty = { requestKey: "", name: "", idNumber: "", relationship: "" as Relationship | "", phone: "" };

/** Adds a 就诊人. The ID number is checked while it is typed; birth date and sex are read from it. */
export function PatientForm({ id, existing, onBusy, onDone }: PatientFormProps) {
  const texts = useTexts(patientTexts);
  const required = useTexts(fieldErrorTexts).required;
  const language = useLanguage();
  const [initial] = useState(() => ({ ...empty, requestKey: newRequestKey() }));
  const { draft, change, clear } = useDraft("patient-add", initial);
  // Never pre-ticked, and not kept: a consent is given in one go (R53).
  const [guardianConsent, setGuardianConsent] = useState(false);
  const [tried, setTried] = useState(0);
  const sending = useSend(
    async (input: AddPatientInput) => {
      onBusy(true);
      try {
        return await addPatient(input);
      } finally {
        onBusy(false);
      }
    },
    (patient) => {
      clear();
      onDone(patient);
    },
  );

  const now = useNow();
  const said = sayIdNumber(draft.idNumber, dayKey(now));
  const isChild = said.kind === "read" && said.age < GUARDIAN_AGE;
  const { relationship } = draft;
  const fault =
    said.kind === "read" && relationship !== "" ? patientFault({ relationship, guardianConsent }, said.age) : null;
  const selfTwice = relationship === "self" && existing.some((patient) => patient.relationship === "self");
  const own = {
    name: draft.name.trim() === "" ? required : undefined,
    idNumber: said.kind === "read" ? undefined : texts.idFaults[said.kind === "wrong" ? said.code : "id_number_length"],
    relationship: selfTwice
      ? texts.selfExists
      : fault?.code === "relationship_invalid"
        ? texts.relationshipOfChild
        : relationship === ""
          ? required
          : undefined,
    guardianConsent: isChild && !guardianConsent ? texts.guardianMissing : undefined,
  };
  const ownErrors = Object.values(own).filter((error) => error !== undefined).length;
  /** Our own word once the person has tried; what is plainly wrong at once; else the server's. */
  const errorOf = (path: keyof typeof own) => (tried > 0 ? own[path] : undefined) ?? sending.fieldError(path);
  const submit = () => {
    setTried((count) => count + 1);
    if (ownErrors > 0 || relationship === "") return;
    const phone = draft.phone.trim();
    const { requestKey, name, idNumber } = draft;
    sending.send({ requestKey, name, idNumber, relationship, guardianConsent, ...(phone === "" ? {} : { phone }) });
  };

  return (
    <Form
      id={id}
      onSubmit={submit}
      busy={sending.form.busy}
      error={sending.form.error}
      fieldErrorCount={tried > 0 && ownErrors > 0 ? ownErrors : sending.form.fieldErrorCount}
      attempt={tried + sending.form.attempt}
    >
      <p className="quiet">{texts.addLead}</p>
      <TextField
        label={texts.name}
        hint={texts.nameHint}
        value={draft.name}
        onChange={(name) => change({ name })}
        error={errorOf("name")}
        name="name"
        autoComplete="off"
        limit={40}
      />
      <TextField
        label={texts.idNumber}
        hint={
          <span aria-live="polite" className="num">
            {said.kind === "typing" && texts.idLeft(said.left)}
            {said.kind === "read" &&
              texts.idRead(sayDate(said.birthDate, now, language), texts.sexes[said.sex], said.age)}
          </span>
        }
        value={draft.idNumber}
        onChange={(idNumber) => change({ idNumber })}
        error={said.kind === "wrong" ? texts.idFaults[said.code] : errorOf("idNumber")}
        name="idNumber"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        className="num"
      />
      <SelectField
        label={texts.relationship}
        value={relationship}
        onChange={(chosen) => change({ relationship: chosen })}
        error={own.relationship === required ? errorOf("relationship") : (own.relationship ?? errorOf("relationship"))}
        options={relationships.map((value) => ({ value, label: texts.relationships[value] }))}
      />
      <TextField
        label={texts.phone}
        hint={texts.phoneHint}
        optional
        value={draft.phone}
        onChange={(phone) => change({ phone })}
        error={sending.fieldError("phone")}
        name="phone"
        type="tel"
        inputMode="numeric"
        autoComplete="off"
      />
      {isChild && (
        <>
          <Notice tone="attention">{texts.guardianHint}</Notice>
          <Checkbox
            label={texts.guardian}
            checked={guardianConsent}
            onChange={setGuardianConsent}
            name="guardianConsent"
            error={errorOf("guardianConsent")}
          />
        </>
      )}
    </Form>
  );
}
