import { z } from "zod";
import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { daySchema, idSchema } from "@fuzhen/shared/fields.ts";
import type { PatientRecord } from "../patients/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import { AppError } from "../../platform/errors.ts";
import { presentReport, presentRecords } from "./report.present.ts";
import { findReport, listReports, type ReportRecord } from "./report.repo.ts";

const placeSchema = z.object({ issuedOn: daySchema, id: idSchema });

/**
 * The report and its patient, through the gate; a missing report and one the caller may not see get the same answer.
 */
export async function reportInSight(
  ctx: Ctx,
  reportId: string,
  purpose: AccessPurpose,
): Promise<{ report: ReportRecord; patient: PatientRecord }> {
  const report = await findReport(reportId);
  if (!report) throw new AppError("forbidden");
  const entity = { type: "DiagnosticReport", id: reportId };
  return { report, patient: await requirePatientAccess(ctx, report.patientId, purpose, entity) };
}

export async function getReport(ctx: Ctx, { reportId }: { reportId: string }): Promise<Report> {
  const { report } = await reportInSight(ctx, reportId, "read-report");
  return presentReport(ctx, report);
}

/** Pictures that one page of the list links to, more or less: those of its last report are all there. */
const PICTURES = 400;

/** Newest issue day first, hidden ones left out. A page of many pictures has fewer reports. */
export async function reportsOfPatient(
  ctx: Ctx,
  input: { patientId: string; category?: Report["category"] | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Report[]; nextCursor: string | null }> {
  await requirePatientAccess(ctx, input.patientId, "read-report");
  const after = readCursor(placeSchema, input.cursor);
  const rows = await listReports(input.patientId, { category: input.category, after, limit: input.limit + 1 });
  const items = await presentRecords(ctx, rows.slice(0, input.limit), { pictures: PICTURES });
  const { nextCursor } = cutPage(rows, items.length, ({ issuedOn, id }) => ({ issuedOn, id }));
  return { items, nextCursor };
}
