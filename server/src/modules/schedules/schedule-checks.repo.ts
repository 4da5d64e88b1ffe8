import { cellsOf } from "@fuzhen/shared/schedules/claim.rules.ts";
import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, refersTo } from "../../platform/row-checks.ts";
import { ClaimModel, type ClaimRow } from "./claim.model.ts";
import { ScheduleModel, type ScheduleRow } from "./schedule.model.ts";

const meetsOther = async ({ holder, cells }: ClaimRow, of: Partial<ClaimRow>): Promise<boolean> =>
  (await ClaimModel.exists({ ...of, cells: { $in: cells }, holder: { $ne: holder } })) !== null;

export const scheduleChecks: readonly DataCheck[] = [
  refersTo<ScheduleRow>("schedules.schedule-has-specialist", ScheduleModel, "specialistId", "specialists"),
  refersTo<ClaimRow>("schedules.claim-has-specialist", ClaimModel, "specialistId", "specialists"),
  // The unique indexes rest on these minutes alone.
  eachRow<ClaimRow>("schedules.claim-holds-its-minutes", ClaimModel, ({ from, to, cells }) => {
    try {
      return cellsOf({ from, to }).join() === cells.join() ? null : "holds other minutes than its time has";
    } catch {
      return "has no time that could be held";
    }
  }),
  // Bookings of releases that did not keep times apart were kept as they are; the office moves one of each two.
  eachRow<ClaimRow>("schedules.claims-apart", ClaimModel, async (claim) => {
    const { holder, place, capacity, personPlace, specialistId, person } = claim;
    if (personPlace > 0 && (await meetsOther(claim, { person })))
      return `${String(holder)}: its person sits in another visit at that time`;
    if (place >= capacity && (await meetsOther(claim, { specialistId })))
      return `${String(holder)}: its specialist has another visit at that time`;
    return null;
  }),
];
