import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import {
  maskDocumentNumber,
  readDocumentNumber,
  documentKey,
} from "@fuzhen/shared/patients/identity-document.rules.ts";
import { correctableFields, keepsPerson, type CorrectableField } from "@fuzhen/shared/patients/correction.rules.ts";
import type { Correction, CorrectPatientInput } from "@fuzhen/shared/patients/correction.schema.ts";
import { GUARDIAN_AGE, patientFault, readIdentity, type Identity } from "@fuzhen/shared/patients/patient.rules.ts";
import { ageOn, dayOf } from "@fuzhen/shared/time.ts";
import { nameKey } from "@fuzhen/shared/typed-text.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { Change, CorrectionRecord } from "./patient-correction.repo.ts";
import type { WholePatient } from "./patient.repo.ts";

type Read = Extract<Identity, { ok: true }>;

/** By what the person is found again. A newborn has nothing but what the guardian says: once an account. */
export const lookupOf = (ctx: Pick<Ctx, "keys">, accountId: string, name: string, read: Read): string =>
  ctx.keys.lookup(read.key ?? `newborn:${accountId}:${read.birthDate}:${read.sex}:${nameKey(name)}`);

const identityFields: ReadonlySet<CorrectableField> = new Set(["name", "documentType", "idNumber", "birthDate", "sex"]);
export const touchesIdentity = (changes: readonly Change[]): boolean =>
  changes.some(({ field }) => identityFields.has(field));

/** What the identity says as it is stored. */
function identityOf({ documentType, idNumber, birthDate, sex, name }: WholePatient, today: string) {
  const read = readDocumentNumber(documentType, idNumber, today);
  const key = read.ok && read.person !== "" ? documentKey(documentType, read.person) : null;
  return { ok: true as const, number: idNumber, key, birthDate, sex, name };
}

/**
 * The patient with what the account corrects, at the next version. `invalid_input` on the field, `identity_changed` when it
 * would be another person (R6), and what stands against a child's relationship (R8).
 */
export function corrected(ctx: Ctx, before: WholePatient, input: Omit<CorrectPatientInput, "patientId">): WholePatient {
  const today = dayOf(ctx.now());
  const name = input.name ?? before.name;
  const documentType = input.documentType ?? before.documentType;
  const read = readIdentity(
    {
      documentType,
      idNumber: input.idNumber ?? (documentType === before.documentType ? before.idNumber : ""),
      birthDate: input.birthDate ?? before.birthDate,
      sex: input.sex ?? before.sex,
    },
    today,
  );
  if (!read.ok) throw new AppError("invalid_input", [read.field]);
  if (!keepsPerson(identityOf(before, today), { ...read, name })) throw new AppError("identity_changed");
  const age = ageOn(read.birthDate, today);
  const relationship = input.relationship ?? before.relationship;
  const guardianConsent = input.guardianConsent || before.guardianConsentAt !== null;
  const fault = patientFault({ relationship, guardianConsent }, age);
  if (fault) throw new AppError(fault.code, fault.fields);
  const phoneNumber = input.phone === undefined ? before.phoneNumber : input.phone;
  return {
    ...before,
    name,
    documentType,
    idNumber: read.number,
    idNumberMasked: maskDocumentNumber(read.number),
    person: lookupOf(ctx, before.accountId, name, read),
    birthDate: read.birthDate,
    sex: read.sex,
    relationship,
    phoneNumber,
    phone: phoneNumber === null ? null : maskPhone(phoneNumber),
    guardianConsentAt: age < GUARDIAN_AGE ? (before.guardianConsentAt ?? ctx.now()) : before.guardianConsentAt,
    version: before.version + 1,
  };
}

const valueOf = (patient: WholePatient, field: CorrectableField): string =>
  field === "phone" ? (patient.phoneNumber ?? "") : patient[field];

export const changesBetween = (before: WholePatient, after: WholePatient): Change[] =>
  correctableFields
    .map((field) => ({ field, from: valueOf(before, field), to: valueOf(after, field) }))
    .filter(({ from, to }) => from !== to);

const shown = (field: CorrectableField, value: string): string =>
  field === "idNumber" ? maskDocumentNumber(value) : field === "phone" && value !== "" ? maskPhone(value) : value;

/** For the account: numbers masked, as everywhere. */
export const presentCorrection = ({ version, correctedAt, changes }: CorrectionRecord): Correction => ({
  version,
  at: correctedAt.toISOString(),
  changes: changes.map(({ field, from, to }) => ({ field, from: shown(field, from), to: shown(field, to) })),
});
