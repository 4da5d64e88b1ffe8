import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { getPatient } from "../patients/index.ts";
import { getFileRecords, presentFile } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { canHide } from "./report.policy.ts";
import type { ReportRecord } from "./report.repo.ts";

export const sealOf = (reportId: string, field: "title" | "performer") => `report:${reportId}:${field}`;

/**
 * Reports with fresh links to their pictures; the caller has passed the gate for their patients. Ends, not before the first
 * report, where so many pictures are linked to: a paper may have fifty pages, and each link is signed.
 */
export async function presentRecords(
  ctx: Ctx,
  reports: readonly ReportRecord[],
  { pictures = Infinity }: { pictures?: number } = {},
): Promise<Report[]> {
  const files = new Map(
    (await getFileRecords([...new Set(reports.flatMap((report) => report.fileIds))])).map((file) => [file.id, file]),
  );
  const mayHide = new Map<string, boolean>();
  for (const patientId of new Set(reports.map((report) => report.patientId))) {
    const patient = await getPatient(ctx, patientId);
    mayHide.set(patientId, patient !== null && canHide(ctx.actor, patient));
  }
  const presented: Report[] = [];
  let linked = 0;
  for (const report of reports) {
    if (linked >= pictures) break;
    const papers = report.fileIds.flatMap((id) => files.get(id) ?? []).map((file) => presentFile(ctx, file));
    linked += papers.reduce((sum, { pages }) => sum + pages.length, 0);
    presented.push({
      id: report.id,
      patientId: report.patientId,
      category: report.category,
      title: ctx.keys.open(report.sealedTitle, sealOf(report.id, "title")),
      issuedOn: report.issuedOn,
      performer: ctx.keys.open(report.sealedPerformer, sealOf(report.id, "performer")),
      status: report.status,
      files: papers,
      createdAt: report.createdAt.toISOString(),
      abilities: { hide: report.status === "final" && mayHide.get(report.patientId) === true },
    });
  }
  return presented;
}

export async function presentReport(ctx: Ctx, report: ReportRecord): Promise<Report> {
  const [presented] = await presentRecords(ctx, [report]);
  if (!presented) throw new Error("report not presented");
  return presented;
}
