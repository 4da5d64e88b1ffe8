import { AppError } from "../../platform/errors.ts";
import { getReports } from "../reports/index.ts";

/** Refuses reports that are not this patient's or are hidden, by field; the answer is the same for both. */
export async function requireReportsOf(patientId: string, reportIds: readonly string[]): Promise<void> {
  const usable = new Set((await usableReports(patientId, reportIds)).map((report) => report.id));
  const fields = reportIds.flatMap((id, i) =>
    usable.has(id) ? [] : [{ path: `reportIds.${i}`, code: "report_unknown" }],
  );
  if (fields.length > 0) throw new AppError("invalid_input", fields);
}

/** The proof of the diagnosis made in person (R10, R11): a report of this patient filed as such. */
export async function requireProof(patientId: string, proofReportId: string): Promise<void> {
  const [proof] = await usableReports(patientId, [proofReportId]);
  if (proof?.category !== "diagnosis-proof")
    throw new AppError("proof_required", [{ path: "proofReportId", code: "proof_required" }]);
}

async function usableReports(patientId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const reports = await getReports([...new Set(ids)]);
  return reports.filter((report) => report.patientId === patientId && report.status === "final");
}
