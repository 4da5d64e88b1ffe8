import { getPatient } from "../patients/index.ts";
import { systemContext, type Services } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact, type Fact, type FactConsumer } from "../../platform/outbox.ts";
import "./report.facts.ts";
import { markFileSettled, reportsWithUnsettled } from "./report.repo.ts";

async function follow(fact: Fact, services: Services): Promise<void> {
  if (fact.type !== "file:settled" || fact.patientId === null) return;
  const { fileId, outcome } = (fact as Fact<"file:settled">).data;
  const ctx = systemContext(services, "reports:follow-files", fact.requestId);
  const patient = await getPatient(ctx, fact.patientId);
  if (!patient) return;
  const { accountId } = patient;
  for (;;) {
    const reports = await reportsWithUnsettled(fileId);
    if (reports.length === 0) return;
    for (const { id: reportId, patientId } of reports) {
      await inTransaction(ctx, async () => {
        if (!(await markFileSettled(reportId, fileId))) return;
        await recordFact(ctx, {
          type: outcome === "ready" ? "report:file-ready" : "report:file-refused",
          patientId,
          entity: { type: "DiagnosticReport", id: reportId },
          data: { reportId, accountId, fileId },
        });
      });
    }
  }
}

/**
 * A report may be sent while its files are still being read. Once a file has been read the report has changed: records
 * that once per report and file, also when the file's fact is delivered twice.
 */
export const followFiles = { name: "reports", deliver: follow } satisfies FactConsumer;
