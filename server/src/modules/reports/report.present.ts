import { MAX_CORRECTIONS, type Report } from "@fuzhen/shared/reports/report.schema.ts";
import { getPatient } from "../patients/index.ts";
import { getFileRecords, lookAtFiles, presentFile } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { actsFor } from "./report.policy.ts";
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
  const records = await getFileRecords([...new Set(reports.flatMap((report) => report.fileIds))]);
  await lookAtFiles(ctx, records);
  const files = new Map(records.map((file) => [file.id, file]));
  const theirs = new Map<string, boolean>();
  for (const patientId of new Set(reports.map((report) => report.patientId))) {
    const patient = await getPatient(ctx, patientId);
    theirs.set(patientId, patient !== null && actsFor(ctx.actor, patient));
  }
  const presented: Report[] = [];
  let linked = 0;
  for (const report of reports) {
    if (linked >= pictures) break;
    const papers = report.fileIds.flatMap((id) => files.get(id) ?? []).map((file) => presentFile(ctx, file));
    linked += papers.reduce((sum, { pages }) => sum + pages.length, 0);
    const own = report.status === "final" && theirs.get(report.patientId) === true;
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
      version: report.version,
      earlier: report.earlier.map(({ sealedTitle, sealedPerformer, until, category, issuedOn }) => ({
        category,
        issuedOn,
        title: ctx.keys.open(sealedTitle, sealOf(report.id, "title")),
        performer: ctx.keys.open(sealedPerformer, sealOf(report.id, "performer")),
        until: until.toISOString(),
      })),
      abilities: { hide: own, correct: own && report.version <= MAX_CORRECTIONS },
    });
  }
  return presented;
}

export async function presentReport(ctx: Ctx, report: ReportRecord): Promise<Report> {
  const [presented] = await presentRecords(ctx, [report]);
  if (!presented) throw new Error("report not presented");
  return presented;
}
