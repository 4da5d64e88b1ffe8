import type { AddReportInput, Report } from "@fuzhen/shared/reports/report.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { type PatientRecord, requireConsent } from "../patients/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { claimFiles } from "../files/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { newId, recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import "./report.facts.ts";
import { requirePlausibleDay } from "./plausible-day.ts";
import { presentReport, sealOf } from "./report.present.ts";
import { findReportByRequest, insertReport, type ReportRecord } from "./report.repo.ts";

/**
 * The patient's account files uploaded papers as one report. The same requestKey again answers the first. Codes:
 * invalid_input with `issuedOn` (day_future, day_before_birth) or `fileIds.N`; file_not_ready while bytes are missing;
 * consent_required without consent to the use of health data (R53). A file still being read is accepted; if it is
 * refused later, the report says so.
 */
export async function addReport(ctx: Ctx, input: AddReportInput): Promise<Report> {
  const { userId } = actorOf(ctx);
  const patient = await requirePatientAccess(ctx, input.patientId, "write-report");
  const first = await findReportByRequest(userId, input.requestKey);
  if (first) return presentReport(ctx, first);
  await requireConsent(ctx, patient.id, "health-data");
  requirePlausibleDay(input.issuedOn, { today: dayOf(ctx.now()), birthDate: patient.birthDate });
  return presentReport(ctx, await store(ctx, userId, patient, input));
}

async function store(ctx: Ctx, userId: string, patient: PatientRecord, input: AddReportInput): Promise<ReportRecord> {
  const { requestKey, patientId, category, issuedOn, fileIds } = input;
  try {
    return await inTransaction(ctx, async () => {
      await takeTurn("patient", patientId);
      await requireConsent(ctx, patientId, "health-data");
      await claimFiles(ctx, { fileIds, patientId });
      const id = newId();
      const sealedTitle = ctx.keys.seal(input.title, sealOf(id, "title"));
      const sealedPerformer = ctx.keys.seal(input.performer, sealOf(id, "performer"));
      const row = { id, addedBy: userId, requestKey, patientId, category, issuedOn, fileIds };
      const report = await insertReport({ ...row, sealedTitle, sealedPerformer }, ctx.now());
      await recordFact(ctx, {
        type: "report:added",
        patientId,
        entity: { type: "DiagnosticReport", id },
        data: { reportId: id, accountId: patient.accountId },
      });
      return report;
    });
  } catch (error) {
    // The same request was sent twice at once: the index let one through, and both answer its report.
    const first = duplicateKeyOf(error)?.includes("requestKey") ? await findReportByRequest(userId, requestKey) : null;
    if (!first) throw error;
    return first;
  }
}
