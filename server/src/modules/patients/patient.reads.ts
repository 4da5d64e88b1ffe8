import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Consent, ConsentText, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { recordAccess } from "../audit/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { consentHistory, everyConsent } from "./consent.repo.ts";
import { consentTextsInForce } from "./consent-texts.ts";
import { canKeepPatient } from "./patient.policy.ts";
import { presentConsent, presentPatient } from "./patient.present.ts";
import { findPatientsByLookup, getPatient, listPatientsOfAccount, type PatientRecord } from "./patient.repo.ts";

/** A 就诊人 of the caller's own account; `forbidden` for another's and for none. Writes one row of the access log. */
export async function requireOwnPatient(
  ctx: Ctx,
  patientId: string,
  action: AuditAction,
  purpose: AuditPurpose = "profile",
): Promise<PatientRecord> {
  const patient = await getPatient(ctx, patientId);
  const allowed = patient !== null && canKeepPatient(ctx.actor, patient);
  await recordAccess(ctx, {
    patientIds: [patientId],
    entity: { type: "Patient", id: patientId },
    action,
    purpose,
    outcome: allowed ? "allowed" : "refused",
  });
  if (!allowed) throw new AppError("forbidden");
  return patient;
}

export async function replyPatient(ctx: Ctx, patient: PatientRecord): Promise<Patient> {
  return presentPatient(patient, await consentHistory(patient.id), ctx.now());
}

/** 就诊人 of the caller's account, in the order they were added. */
export async function listMyPatients(ctx: Ctx): Promise<Patient[]> {
  const { userId } = actorOf(ctx);
  const patients = await listPatientsOfAccount(ctx, userId);
  await recordAccess(ctx, {
    patientIds: patients.map((patient) => patient.id),
    entity: { type: "Account", id: userId },
    action: "list",
    purpose: "profile",
    outcome: "allowed",
    data: { count: patients.length },
  });
  return Promise.all(patients.map((patient) => replyPatient(ctx, patient)));
}

export async function readPatient(ctx: Ctx, { patientId }: { patientId: string }): Promise<Patient> {
  return replyPatient(ctx, await requireOwnPatient(ctx, patientId, "read"));
}

/** The texts a patient is asked to consent to, as they stand today. */
export const listConsentTexts = async (): Promise<ConsentText[]> => [...consentTextsInForce];

/** Records under these keys of documents (`documentKeysOf`), whichever account keeps them. For use cases, not for people. */
export const findPatientsByDocument = (ctx: Pick<Ctx, "keys">, keys: readonly string[]): Promise<PatientRecord[]> =>
  findPatientsByLookup(
    ctx,
    keys.map((key) => ctx.keys.lookup(key)),
  );

/** Everything that was ever consented to, oldest first. The caller has passed the gate. */
export const allConsents = async (patientId: string): Promise<Consent[]> =>
  (await everyConsent(patientId)).map(presentConsent);
