import { documentTypes, type DocumentType } from "@fuzhen/shared/patients/identity-document.rules.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { fieldErrorTexts } from "../../../lib/i18n/field-errors.ts";
import { dayKey, sayDate } from "../../../lib/time.ts";
import { SelectField, TextField } from "../../../ui/shared/Field.tsx";
import { patientTexts } from "../patients.texts.ts";
import type { DocumentSaid } from "./document-said.ts";

export interface IdentityDraft {
  documentType: DocumentType;
  idNumber: string;
  birthDate: string;
  sex: "male" | "female" | "";
}

interface IdentityFieldsProps {
  draft: IdentityDraft;
  change: (part: Partial<IdentityDraft>) => void;
  said: DocumentSaid;
  now: Date;
  errorOf: (path: "idNumber" | "birthDate" | "sex") => string | undefined;
  /** Said while no number is typed. */
  numberHint?: string;
}

/** By what somebody proves who they are; what the number tells is not asked for. */
export function IdentityFields({ draft, change, said, now, errorOf, numberHint }: IdentityFieldsProps) {
  const texts = useTexts(patientTexts);
  const faults = useTexts(fieldErrorTexts);
  const language = useLanguage();
  const { documentType } = draft;
  const newborn = documentType === "newborn";
  // While a number is wrong or half typed nobody knows yet whether it will tell.
  const asked = newborn || !(documentType === "resident-id" || documentType === "residence-permit");
  const untold = asked && !(said.kind === "read" && said.born !== null);
  return (
    <>
      <SelectField
        label={texts.documentType}
        hint={newborn ? texts.newbornHint : undefined}
        value={documentType}
        onChange={(chosen) => change({ documentType: chosen })}
        options={documentTypes.map((value) => ({ value, label: texts.documentTypes[value] }))}
      />
      {!newborn && (
        <TextField
          label={texts.numbers[documentType]}
          hint={
            <span aria-live="polite" className="num">
              {said.kind === "empty" && numberHint}
              {said.kind === "typing" && texts.idLeft(said.left)}
              {said.kind === "read" &&
                said.born &&
                texts.idRead(sayDate(said.born.birthDate, now, language), texts.sexes[said.born.sex], said.born.age)}
            </span>
          }
          value={draft.idNumber}
          onChange={(idNumber) => change({ idNumber })}
          error={wrongAtOnce(documentType, said) ? faults[said.code] : errorOf("idNumber")}
          name="idNumber"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="num"
        />
      )}
      {untold && (
        <>
          <TextField
            label={texts.birthDate}
            value={draft.birthDate}
            onChange={(birthDate) => change({ birthDate })}
            error={errorOf("birthDate")}
            name="birthDate"
            type="date"
            max={dayKey(now)}
          />
          <SelectField
            label={texts.sex}
            value={draft.sex}
            onChange={(sex) => change({ sex })}
            error={errorOf("sex")}
            options={(["male", "female"] as const).map((value) => ({ value, label: texts.sexes[value] }))}
          />
        </>
      )}
    </>
  );
}

/** Only of the 18-digit cards is it known before the end that a number cannot become right. */
function wrongAtOnce(type: DocumentType, said: DocumentSaid): said is Extract<DocumentSaid, { kind: "wrong" }> {
  return said.kind === "wrong" && (type === "resident-id" || type === "residence-permit");
}
