import { maskName } from "@fuzhen/shared/patients/masks.ts";
import { isOverdue } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlass, BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { getPatient } from "../patients/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import type { Ctx } from "../../platform/context.ts";
import type { BreakGlassRecord } from "./break-glass.repo.ts";
import { accountSeal, reviewSeal } from "./break-glass.seals.ts";

export const presentBreakGlass = (record: BreakGlassRecord, patientName: string): BreakGlass => ({
  id: record.id,
  patient: { id: record.patientId, name: patientName },
  reason: record.reason,
  openedAt: record.openedAt.toISOString(),
  until: record.until.toISOString(),
});

export async function presentCases(ctx: Ctx, records: readonly BreakGlassRecord[]): Promise<BreakGlassCase[]> {
  const specialists = await getSpecialists(records.map((record) => record.specialistId));
  const cases: BreakGlassCase[] = [];
  for (const record of records) {
    const patient = await getPatient(ctx, record.patientId);
    cases.push({
      id: record.id,
      specialistName: specialists.find((specialist) => specialist.id === record.specialistId)?.name ?? "",
      patientName: maskName(patient?.name ?? ""),
      reason: record.reason,
      account: ctx.keys.open(record.sealedAccount, accountSeal(record.id)),
      openedAt: record.openedAt.toISOString(),
      until: record.until.toISOString(),
      endedAt: record.endedAt?.toISOString() ?? null,
      overdue: record.review === null && isOverdue(record.openedAt, ctx.now()),
      review: record.review && {
        verdict: record.review.verdict,
        account: ctx.keys.open(record.review.sealedAccount, reviewSeal(record.id)),
        reviewerName: record.review.reviewerName,
        at: record.review.at.toISOString(),
      },
    });
  }
  return cases;
}
