import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { getPatient } from "../patients/index.ts";
import { presentFiles } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { canHide } from "./report.policy.ts";
import type { ReportRecord } from "./report.repo.ts";

export const sealOf = (reportId: string, field: "title" | "performer") => `report:${reportId}:${field}`;

/** Reports with fresh links to their pictures; the caller has passed the gate for their patients. */
export async function presentRecords(ctx: Ctx, reports: readonly ReportRecord[]): Promise<Report[]> {
  const files = new Map<string, FileInfo>();
  for (const file of await presentFiles(ctx, [...new Set(reports.flatMap((report) => report.fileIds))]))
    files.set(file.id, file);
  const mayHide = new Map<string, boolean>();
  for (const patientId of new Set(reports.map((report) => report.patientId))) {
    const patient = await getPatient(ctx, patientId);
    mayHide.set(patientId, patient !== null && canHide(ctx.actor, patient));
  }
  return reports.map((report) => ({
    id: report.id,
    patientId: report.patientId,
    category: report.category,
    title: ctx.keys.open(report.sealedTitle, sealOf(report.id, "title")),
    issuedOn: report.issuedOn,
    performer: ctx.keys.open(report.sealedPerformer, sealOf(report.id, "performer")),
    status: report.status,
    files: report.fileIds.flatMap((id) => files.get(id) ?? []),
    createdAt: report.createdAt.toISOString(),
    abilities: { hide: report.status === "final" && mayHide.get(report.patientId) === true },
  }));
}

export async function presentReport(ctx: Ctx, report: ReportRecord): Promise<Report> {
  const [presented] = await presentRecords(ctx, [report]);
  if (!presented) throw new Error("report not presented");
  return presented;
}
