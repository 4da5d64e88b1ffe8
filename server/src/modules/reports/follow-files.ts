import { getPatient } from "../patients/index.ts";
import { systemContext, type Services } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact, type Fact, type FactConsumer, type Facts } from "../../platform/outbox.ts";
import "./report.facts.ts";
import { markFileSettled, reportsWithUnsettled, type NotedFiles } from "./report.repo.ts";

/** What has become of a file, and where a report notes that it was told so. */
function endOf({ type, data }: Fact): { fileId: string; outcome: "ready" | "refused"; noted: NotedFiles } | null {
  if (type === "file:settled") return { ...(data as Facts["file:settled"]), noted: "settledFileIds" };
  if (type !== "file:quarantined") return null;
  return { fileId: (data as Facts["file:quarantined"]).fileId, outcome: "refused", noted: "quarantinedFileIds" };
}

async function follow(fact: Fact, services: Services): Promise<void> {
  const end = endOf(fact);
  if (!end || fact.patientId === null) return;
  const { fileId, outcome, noted } = end;
  const ctx = systemContext(services, "reports:follow-files", fact.requestId);
  const patient = await getPatient(ctx, fact.patientId);
  if (!patient) return;
  const { accountId } = patient;
  for (;;) {
    const reports = await reportsWithUnsettled(fileId, noted);
    if (reports.length === 0) return;
    for (const { id: reportId, patientId } of reports) {
      await inTransaction(ctx, async () => {
        if (!(await markFileSettled(reportId, fileId, noted))) return;
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
 * A report may be sent while its files are still being read. Once a file has been read, or is set aside because malware was found
 * in it, the report has changed: records that once per report and file, also when the file's fact is delivered twice.
 */
export const followFiles = { name: "reports", deliver: follow } satisfies FactConsumer;
