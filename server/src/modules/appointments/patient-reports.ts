import { AppError } from "../../platform/errors.ts";
import { getReports, type ReportRecord } from "../reports/index.ts";

/** Refuses reports that are not this patient's or are hidden, by field; the answer is the same for both. */
export async function requireReportsOf(patientId: string, reportIds: readonly string[]): Promise<void> {
  requireReportsAmong(await getReports([...new Set(reportIds)]), patientId, reportIds);
}

/** The same, among reports that were read with other things. */
export function requireReportsAmong(
  reports: readonly ReportRecord[],
  patientId: string,
  reportIds: readonly string[],
): void {
  const usable = new Set(reports.filter((report) => isUsable(report, patientId)).map(({ id }) => id));
  const fields = reportIds.flatMap((id, i) =>
    usable.has(id) ? [] : [{ path: `reportIds.${i}`, code: "report_unknown" }],
  );
  if (fields.length > 0) throw new AppError("invalid_input", fields);
}

/** The proof of the diagnosis made in person (R10, R11): a report of this patient filed as such. */
export function requireProofAmong(reports: readonly ReportRecord[], patientId: string, proofReportId: string): void {
  const proof = reports.find(({ id }) => id === proofReportId);
  if (!proof || !isUsable(proof, patientId) || proof.category !== "diagnosis-proof")
    throw new AppError("proof_required", [{ path: "proofReportId", code: "proof_required" }]);
}

const isUsable = (report: ReportRecord, patientId: string) =>
  report.patientId === patientId && report.status === "final";
