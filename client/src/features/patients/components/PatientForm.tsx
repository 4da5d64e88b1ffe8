import type { DocumentType } from "@fuzhen/shared/patients/identity-document.rules.ts";
import { GUARDIAN_AGE, patientFault, readIdentity } from "@fuzhen/shared/patients/patient.rules.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { ageOn } from "@fuzhen/shared/time.ts";
import { isVisible } from "@fuzhen/shared/visible-text.ts";
import { useState } from "react";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorText, fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { dayKey } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Form } from "../../../ui/mobile/Form.tsx";
import { Checkbox } from "../../../ui/mobile/Toggle.tsx";
import { addPatient } from "../api/add-patient.ts";
import { patientTexts } from "../patients.texts.ts";
import { useSendPerson, type PersonForm } from "../hooks/use-send-person.ts";
import { sayDocument } from "./document-said.ts";
import { IdentityFields } from "./IdentityFields.tsx";
import { PersonNameField, PersonPhoneField, RelationshipField, type Relationship } from "./PersonFields.tsx";

interface PatientFormProps extends PersonForm {
  id: string;
  /** Those of the account already: there is one 本人. */
  existing: readonly Patient[];
}

const empty = {
  requestKey: "",
  name: "",
  documentType: "resident-id" as DocumentType,
  idNumber: "",
  birthDate: "",
  sex: "" as "male" | "female" | "",
  relationship: "" as Relationship | "",
  phone: "",
};

/** Adds a 就诊人. The number of the document is checked while it is typed; what it tells is not asked for. */
export function PatientForm({ id, existing, onBusy, onDone }: PatientFormProps) {
  const texts = useTexts(patientTexts);
  const fieldTexts = useTexts(fieldErrorTexts);
  const [initial] = useState(() => ({ ...empty, requestKey: newRequestKey() }));
  const { draft, change, clear } = useDraft("patient-add", initial);
  // Never pre-ticked, and not kept: a consent is given in one go (R53).
  const [guardianConsent, setGuardianConsent] = useState(false);
  const [tried, setTried] = useState(0);
  const typed = { ...draft, guardianConsent };
  const sending = useSendPerson(addPatient, typed, { clear, onBusy, onDone });

  const now = useNow();
  const today = dayKey(now);
  const said = sayDocument(draft.documentType, draft.idNumber, today);
  const { relationship } = draft;
  const identity = {
    documentType: draft.documentType,
    idNumber: draft.documentType === "newborn" ? "" : draft.idNumber,
    ...(draft.birthDate === "" ? {} : { birthDate: draft.birthDate }),
    ...(draft.sex === "" ? {} : { sex: draft.sex }),
  };
  const read = readIdentity(identity, today);
  const age = read.ok ? ageOn(read.birthDate, today) : null;
  const isChild = age !== null && age < GUARDIAN_AGE;
  const fault = age !== null && relationship !== "" ? patientFault({ relationship, guardianConsent }, age) : null;
  const selfTwice = relationship === "self" && existing.some((patient) => patient.relationship === "self");
  const ofIdentity = (path: string) =>
    !read.ok && read.field.path === path ? fieldErrorText(read.field.code, fieldTexts) : undefined;
  const own = {
    name: isVisible(draft.name) ? undefined : fieldTexts.required,
    idNumber: ofIdentity("idNumber"),
    birthDate: ofIdentity("birthDate"),
    sex: ofIdentity("sex"),
    relationship: selfTwice
      ? texts.selfExists
      : fault?.code === "relationship_invalid"
        ? texts.relationshipOfChild
        : relationship === ""
          ? fieldTexts.required
          : undefined,
    guardianConsent: isChild && !guardianConsent ? texts.guardianMissing : undefined,
  };
  const ownErrors = Object.values(own).filter((error) => error !== undefined).length;
  /** Our own word once the person has tried; what is plainly wrong at once; else the server's. */
  const errorOf = (path: keyof typeof own) => (tried > 0 ? own[path] : undefined) ?? sending.fieldError(path);
  const submit = () => {
    setTried((count) => count + 1);
    if (ownErrors > 0 || relationship === "") return;
    const { requestKey, name, phone } = draft;
    sending.send({
      requestKey,
      name,
      ...identity,
      relationship,
      guardianConsent,
      ...(isVisible(phone) ? { phone } : {}),
    });
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
      <PersonNameField value={draft.name} onChange={(name) => change({ name })} error={errorOf("name")} />
      <IdentityFields draft={draft} change={change} said={said} now={now} errorOf={errorOf} />
      <RelationshipField
        value={relationship}
        onChange={(chosen) => change({ relationship: chosen })}
        error={
          own.relationship === fieldTexts.required
            ? errorOf("relationship")
            : (own.relationship ?? errorOf("relationship"))
        }
      />
      <PersonPhoneField
        hint={texts.phoneHint}
        value={draft.phone}
        onChange={(phone) => change({ phone })}
        error={sending.fieldError("phone")}
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
