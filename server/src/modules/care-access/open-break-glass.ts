import { documentKeysOf } from "@fuzhen/shared/patients/identity-document.rules.ts";
import { breakGlassUntil, REOPEN_AFTER_MS } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlass, OpenBreakGlassInput } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { nameKey } from "@fuzhen/shared/typed-text.ts";
import { findPatientsByDocument, type PatientRecord } from "../patients/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { actorOf, organizationOf, specialistOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { presentBreakGlass } from "./break-glass.present.ts";
import { findOfRequest, insertBreakGlass, wasJudgedUnjustified, type BreakGlassRecord } from "./break-glass.repo.ts";
import { accountSeal } from "./break-glass.seals.ts";
import { breakGlassFact } from "./care-access.facts.ts";
import { upsertGrant } from "./care-grant.repo.ts";
import { grounds } from "./grounds.ts";
import { faultToday } from "./require-patient-access.ts";

/**
 * A specialist entitled to practise (R4) opens a patient's record in an emergency (R13), read-only and for a few hours.
 * The fact alarms the patient and the organisation's admins. Name and full identity number must match
 * (`patient_unknown`). Wrong pairs are counted, so that nobody can find out here who is a patient (`rate_limited`).
 * After a review found an opening not justified, the same person cannot open that record for a day
 * (`emergency_judged`). The same request sent again answers what it opened first.
 */
export async function openBreakGlass(ctx: Ctx, input: OpenBreakGlassInput): Promise<BreakGlass[]> {
  const { userId } = actorOf(ctx);
  await requireOnDuty(ctx);
  const patients = await requireIdentity(ctx, userId, input);
  const nameOf = (record: BreakGlassRecord) => patients.find(({ id }) => id === record.patientId)?.name ?? "";
  const present = (records: BreakGlassRecord[]) => records.map((record) => presentBreakGlass(record, nameOf(record)));
  const first = await findOfRequest(userId, input.requestKey);
  if (first.length > 0) return present(first);
  const { breakGlassHours } = await visitSettingsOf(organizationOf(ctx));
  try {
    return present(
      await inTransaction(ctx, async () => {
        await requireOnDuty(ctx);
        const opened: BreakGlassRecord[] = [];
        // In the transaction: a verdict that is written at the same moment counts.
        const since = new Date(ctx.now().getTime() - REOPEN_AFTER_MS);
        for (const patient of patients)
          if (await wasJudgedUnjustified(userId, patient.id, since)) throw new AppError("emergency_judged");
        for (const patient of patients) opened.push(await openOne(ctx, patient, input, breakGlassHours));
        return opened;
      }),
    );
  } catch (error) {
    if (!duplicateKeyOf(error)?.includes("requestKey")) throw error;
    return present(await findOfRequest(userId, input.requestKey));
  }
}

async function requireOnDuty(ctx: Ctx): Promise<void> {
  const fault = await faultToday(actorOf(ctx), ctx.now());
  if (fault) throw new AppError(fault.code, fault.fields);
}

/** All records of the person with this name and number; several accounts may hold one (both parents of a child). */
async function requireIdentity(
  ctx: Ctx,
  userId: string,
  { name, idNumber }: OpenBreakGlassInput,
): Promise<PatientRecord[]> {
  // The kind of document is not asked for: in an emergency it is whatever the person has on them.
  const keys = documentKeysOf(idNumber, dayOf(ctx.now()));
  if (keys.length === 0)
    throw new AppError("invalid_input", [{ path: "idNumber", code: idNumber === "" ? "required" : "document_number" }]);
  // Counted before the lookup, so that guesses sent at once cannot slip through; a right pair is not counted in the
  // end.
  await ctx.limits.consume("break-glass", userId);
  const patients = (await findPatientsByDocument(ctx, keys)).filter(
    (patient) => nameKey(patient.name) === nameKey(name),
  );
  if (patients.length === 0) throw new AppError("patient_unknown");
  await ctx.limits.refund("break-glass", userId);
  return patients;
}

async function openOne(
  ctx: Ctx,
  patient: PatientRecord,
  { requestKey, reason, account }: OpenBreakGlassInput,
  hours: number,
): Promise<BreakGlassRecord> {
  const id = newId();
  const openedAt = ctx.now();
  const record = await insertBreakGlass({
    id,
    requestKey,
    patientId: patient.id,
    accountId: patient.accountId,
    specialistId: specialistOf(ctx),
    openedBy: actorOf(ctx).userId,
    organizationId: organizationOf(ctx),
    reason,
    sealedAccount: ctx.keys.seal(account, accountSeal(id)),
    openedAt,
    until: breakGlassUntil(openedAt, hours),
  });
  await upsertGrant({
    patientId: patient.id,
    grantee: { kind: "specialist", id: record.specialistId },
    ground: { kind: "break-glass", id },
    purposes: grounds["break-glass"].purposes,
    organizationId: record.organizationId,
    from: openedAt,
    until: record.until,
    visitEnd: null,
  });
  await recordFact(ctx, {
    type: "break-glass:opened",
    patientId: patient.id,
    entity: { type: "BreakGlass", id },
    data: { ...breakGlassFact(record), reason, until: record.until.toISOString() },
  });
  return record;
}
