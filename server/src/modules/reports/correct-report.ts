import { MAX_CORRECTIONS, type CorrectReportInput, type Report } from "@fuzhen/shared/reports/report.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { requireConsent } from "../patients/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./report.facts.ts";
import { requirePlausibleDay } from "./plausible-day.ts";
import { actsFor } from "./report.policy.ts";
import { presentReport, sealOf } from "./report.present.ts";
import { reportInSight } from "./report.reads.ts";
import { correctAt, type ReportRecord } from "./report.repo.ts";

/**
 * The account corrects what it wrote down of a paper (R55); what stood there is kept and shown. Sent again it changes nothing.
 * Codes: report_changed when it was corrected elsewhere meanwhile; illegal_state for one that is hidden or was corrected too
 * often; invalid_input and consent_required as when it is added.
 */
export async function correctReport(ctx: Ctx, input: CorrectReportInput): Promise<Report> {
  const { report, patient } = await reportInSight(ctx, input.reportId, "write-report");
  if (!actsFor(ctx.actor, patient)) throw new AppError("forbidden");
  if (says(ctx, report, input)) return presentReport(ctx, report);
  if (report.status !== "final" || report.version > MAX_CORRECTIONS) throw new AppError("illegal_state");
  if (report.version !== input.expectedVersion) throw new AppError("report_changed");
  requirePlausibleDay(input.issuedOn, { today: dayOf(ctx.now()), birthDate: patient.birthDate });
  const { category, issuedOn } = input;
  const corrected = await inTransaction(ctx, async () => {
    await requireConsent(ctx, patient.id, "health-data");
    const sealedTitle = ctx.keys.seal(input.title, sealOf(report.id, "title"));
    const sealedPerformer = ctx.keys.seal(input.performer, sealOf(report.id, "performer"));
    const after = await correctAt(report, { category, issuedOn, sealedTitle, sealedPerformer }, ctx.now());
    if (!after) throw new AppError("report_changed");
    await recordFact(ctx, {
      type: "report:corrected",
      patientId: report.patientId,
      entity: { type: "DiagnosticReport", id: report.id },
      data: { reportId: report.id, accountId: patient.accountId },
    });
    return after;
  });
  return presentReport(ctx, corrected);
}

const says = ({ keys }: Ctx, report: ReportRecord, input: CorrectReportInput): boolean =>
  report.category === input.category &&
  report.issuedOn === input.issuedOn &&
  keys.open(report.sealedTitle, sealOf(report.id, "title")) === input.title &&
  keys.open(report.sealedPerformer, sealOf(report.id, "performer")) === input.performer;
