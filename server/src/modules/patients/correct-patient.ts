import { IDENTITY_CORRECTIONS_A_YEAR } from "@fuzhen/shared/patients/correction.rules.ts";
import type { Correction, CorrectPatientInput } from "@fuzhen/shared/patients/correction.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { changesBetween, corrected, presentCorrection, touchesIdentity } from "./patient-changes.ts";
import {
  countIdentityCorrections,
  insertCorrection,
  listCorrections,
  wasRequested,
} from "./patient-correction.repo.ts";
import { readPatient, requireOwnPatient } from "./patient.reads.ts";
import { openPatient, writePatient, type WholePatient } from "./patient.repo.ts";

/**
 * The account holder corrects a 就诊人 (R55). What it was before stays, with who changed it and when (R33). It stays the same
 * person (`identity_changed`), the identity changes a few times a year at most (`correction_limit`), and no account keeps a
 * person twice (`patient_exists`). `moved` runs in the transaction when the number of the document changes, with its new keyed hash: it throws where
 * something rests on the number. Sent again it changes nothing.
 */
export async function correctPatient(
  ctx: Ctx,
  input: CorrectPatientInput,
  moved: (person: string) => Promise<void>,
): Promise<Patient> {
  const { patientId, requestKey } = input;
  await requireOwnPatient(ctx, patientId, "correct-patient");
  try {
    await inTransaction(ctx, async () => {
      await takeTurn("patient", patientId);
      if (await wasRequested(patientId, requestKey)) return;
      const before = await openPatient(ctx, patientId);
      if (!before || before.removedAt) throw new AppError("forbidden");
      const after = corrected(ctx, before, input);
      if (after.person !== before.person) await moved(after.person);
      if (changesBetween(before, after).length === 0) return;
      if (!(await writePatient(ctx, after))) throw new AppError("record_changed");
      await traceCorrection(ctx, { before, after, requestKey });
    });
  } catch (error) {
    const keys = duplicateKeyOf(error);
    if (!keys) throw error;
    throw keys.includes("relationship")
      ? new AppError("relationship_invalid", [{ path: "relationship", code: "self_exists" }])
      : new AppError("patient_exists", [{ path: "idNumber", code: "patient_exists" }]);
  }
  return readPatient(ctx, { patientId });
}

/** Two versions of a patient, and the request that leads from one to the other. */
interface Step {
  before: WholePatient;
  after: WholePatient;
  requestKey: string;
}

/** Leaves the trace of a correction: its row and its fact. `correction_limit`. Joins the transaction. */
export async function traceCorrection(ctx: Ctx, { before, after, requestKey }: Step): Promise<void> {
  const { id: patientId, accountId } = before;
  const changes = changesBetween(before, after);
  const identity = touchesIdentity(changes);
  const since = new Date(ctx.now().getTime() - 365 * DAY_MS);
  if (identity && (await countIdentityCorrections(patientId, since)) >= IDENTITY_CORRECTIONS_A_YEAR)
    throw new AppError("correction_limit");
  await insertCorrection(ctx, {
    patientId,
    version: after.version,
    requestKey,
    identity,
    changes,
    correctedBy: actorOf(ctx).userId,
    correctedAt: ctx.now(),
    requestId: ctx.requestId,
  });
  await recordFact(ctx, {
    type: "patient:corrected",
    patientId,
    entity: { type: "Patient", id: patientId },
    data: { patientId, accountId, version: after.version, fields: changes.map(({ field }) => field) },
  });
}

/** What the account has corrected, latest first. */
export async function readCorrections(ctx: Ctx, { patientId }: { patientId: string }): Promise<Correction[]> {
  await requireOwnPatient(ctx, patientId, "read");
  return (await listCorrections(ctx, patientId)).map(presentCorrection);
}
