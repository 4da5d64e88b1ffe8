import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { maskDocumentNumber } from "@fuzhen/shared/patients/identity-document.rules.ts";
import { GUARDIAN_AGE, MAX_PATIENTS, patientFault, readIdentity } from "@fuzhen/shared/patients/patient.rules.ts";
import type { AddPatientInput, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { ageOn, dayOf } from "@fuzhen/shared/time.ts";
import { standingOf } from "../users/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { corrected, lookupOf } from "./patient-changes.ts";
import { traceCorrection } from "./correct-patient.ts";
import { readPatient, replyPatient } from "./patient.reads.ts";
import {
  countPatientsOfAccount,
  findPatientByRequest,
  findRemoved,
  insertPatient,
  sealPlace,
  writePatient,
  type NewPatient,
  type PatientRecord,
} from "./patient.repo.ts";

/**
 * Adds a 就诊人 to the caller's account (R6, R8). A repeat of the same request answers the first result.
 * `invalid_input` on `idNumber`, `birthDate` or `sex`, `patient_exists`, `patient_limit`, `guardian_consent_required`,
 * `relationship_invalid`, `identity_changed`.
 */
export async function addPatient(ctx: Ctx, input: AddPatientInput): Promise<Patient> {
  const accountId = actorOf(ctx).userId;
  const first = await findPatientByRequest(ctx, accountId, input.requestKey);
  if (first) return readPatient(ctx, { patientId: first.id });
  const patient = readPatientInput(ctx, accountId, input);
  try {
    const added = await inTransaction(ctx, async () => {
      await takeTurn("account", accountId);
      // Closed since the call began: whoever is added now would be left behind in it.
      if (!(await standingOf(accountId))) throw new AppError("unauthenticated");
      if ((await countPatientsOfAccount(accountId)) >= MAX_PATIENTS) throw new AppError("patient_limit");
      const record = (await bringBack(ctx, patient, input)) ?? (await insertPatient(ctx, patient, ctx.now()));
      await recordFact(ctx, {
        type: "patient:added",
        patientId: record.id,
        entity: { type: "Patient", id: record.id },
        data: { patientId: record.id, accountId },
      });
      return record;
    });
    return await replyPatient(ctx, added);
  } catch (error) {
    const keys = duplicateKeyOf(error);
    if (!keys) throw error;
    // The same request sent twice at once violates all three unique indexes; which one the database names is chance.
    const winner = await findPatientByRequest(ctx, accountId, input.requestKey);
    if (winner) return readPatient(ctx, { patientId: winner.id });
    throw keys.includes("relationship")
      ? new AppError("relationship_invalid", [{ path: "relationship", code: "self_exists" }])
      : new AppError("patient_exists", [{ path: "idNumber", code: "patient_exists" }]);
  }
}

/**
 * Somebody whom the account had taken out is added again: it is one person, so it is one record, and what was written is read
 * on. Null for everybody else. `identity_changed` where the same document is said to be somebody else's.
 */
async function bringBack(ctx: Ctx, added: NewPatient, input: AddPatientInput): Promise<PatientRecord | null> {
  const before = await findRemoved(ctx, added.accountId, added.idNumberLookup);
  if (!before) return null;
  const { requestKey, phone } = input;
  const after = corrected(ctx, before, { ...input, ...(phone === undefined ? { phone: null } : {}) });
  if (!(await writePatient(ctx, after, requestKey))) throw new AppError("record_changed");
  await traceCorrection(ctx, { before, after, requestKey });
  return after;
}

function readPatientInput(ctx: Ctx, accountId: string, input: AddPatientInput): NewPatient {
  const today = dayOf(ctx.now());
  const read = readIdentity(input, today);
  if (!read.ok) throw new AppError("invalid_input", [read.field]);
  const age = ageOn(read.birthDate, today);
  const fault = patientFault(input, age);
  if (fault) throw new AppError(fault.code, fault.fields);
  const id = newId();
  return {
    id,
    accountId,
    requestKey: input.requestKey,
    name: input.name,
    documentType: input.documentType,
    idNumberSealed: ctx.keys.seal(read.number, sealPlace(id, "id-number")),
    idNumberLookup: lookupOf(ctx, accountId, input.name, read),
    idNumberMasked: maskDocumentNumber(read.number),
    birthDate: read.birthDate,
    sex: read.sex,
    relationship: input.relationship,
    phone: input.phone ? maskPhone(input.phone) : null,
    phoneSealed: input.phone ? ctx.keys.seal(input.phone, sealPlace(id, "phone")) : null,
    guardianConsentAt: age < GUARDIAN_AGE ? ctx.now() : null,
  };
}
