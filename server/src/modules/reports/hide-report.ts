import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./report.facts.ts";
import { actsFor } from "./report.policy.ts";
import { presentReport } from "./report.present.ts";
import { reportInSight } from "./report.reads.ts";
import { markHidden } from "./report.repo.ts";

/** The account hides a report from the lists. The report is kept (R32), also in visits that refer to it. */
export async function hideReport(ctx: Ctx, { reportId }: { reportId: string }): Promise<Report> {
  const { report, patient } = await reportInSight(ctx, reportId, "write-report");
  if (!actsFor(ctx.actor, patient)) throw new AppError("forbidden");
  await inTransaction(ctx, async () => {
    if (!(await markHidden(reportId))) throw new AppError("illegal_state");
    await recordFact(ctx, {
      type: "report:hidden",
      patientId: report.patientId,
      entity: { type: "DiagnosticReport", id: reportId },
      data: { reportId, accountId: patient.accountId },
    });
  });
  return presentReport(ctx, { ...report, status: "entered-in-error" });
}
