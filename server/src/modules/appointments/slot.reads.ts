import { slotHorizon } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Offer } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { SlotOffer } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { Slot, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { addDays, DAY_MS, dayOf, instantAt } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { claimsBetween, publishedScheduleOf, publishedSchedulesOf } from "../schedules/index.ts";
import { getSpecialist, getSpecialists } from "../specialists/index.ts";
import { offeredDays } from "./offered-slots.ts";

/** Slots of a published specialist by hospital day, for anybody; `not_found` for every other. */
export async function listSlots(
  ctx: Ctx,
  input: { specialistId: string; from?: string | undefined; days: number },
): Promise<SlotDay[]> {
  const specialist = await getSpecialist(input.specialistId);
  if (!specialist?.published || !specialist.active) throw new AppError("not_found");
  const { timeZone } = await visitSettingsOf(specialist.organizationId);
  const today = dayOf(ctx.now(), timeZone);
  const from = input.from ?? today;
  if (from < addDays(today, slotHorizon.fromEarliest) || from > addDays(today, slotHorizon.fromLatest))
    throw new AppError("invalid_input", [{ path: "from", code: "day" }]);
  const schedule = await publishedScheduleOf(specialist.id);
  const now = ctx.now();
  const span = {
    from: instantAt(from, "00:00", timeZone),
    to: instantAt(addDays(from, input.days), "00:00", timeZone),
  };
  const claims = await claimsBetween([specialist.id], span, now);
  return offeredDays(specialist, schedule, claims, { from, days: input.days }, now, timeZone).map(
    ({ day, reason, offers }) => ({ day, reason, slots: offers.map(presentSlot) }),
  );
}

const presentSlot = ({ from, to, feeCents, visitKind, free }: SlotOffer): Slot => ({
  start: from.toISOString(),
  end: to.toISOString(),
  feeCents,
  visitKind,
  free,
});

const OFFER_DAYS = 14;

/** What a specialist has free first, and the lowest fee. */
interface FoundOffer {
  specialistId: string;
  nextFree: Date | null;
  feeFromCents: number | null;
}

const asOffer = ({ nextFree, ...offer }: FoundOffer): Offer => ({
  ...offer,
  nextFree: nextFree?.toISOString() ?? null,
});

/** As `findOffers`, for anybody. */
export const listOffers = async (ctx: Ctx, specialistIds: readonly string[]): Promise<Offer[]> =>
  (await findOffers(specialistIds, ctx.now())).map(asOffer);

/**
 * Earliest free slot and lowest fee of each specialist in the next 14 days, for a page of search results. Takes one
 * query for the schedules and one for the claims, however many specialists. Both are null for a specialist who
 * offers nothing.
 */
export async function findOffers(specialistIds: readonly string[], now: Date): Promise<FoundOffer[]> {
  const ids = [...new Set(specialistIds)];
  const specialists = new Map((await getSpecialists(ids)).map((specialist) => [specialist.id, specialist]));
  const schedules = new Map((await publishedSchedulesOf(ids)).map((schedule) => [schedule.specialistId, schedule]));
  // One day more than the window, since its last hospital day may end later in another time zone.
  const span = { from: now, to: new Date(now.getTime() + (OFFER_DAYS + 1) * DAY_MS) };
  const claims = Map.groupBy(await claimsBetween([...schedules.keys()], span, now), ({ specialistId }) => specialistId);
  const zones = new Map<string, string>();
  for (const { organizationId } of schedules.values())
    if (!zones.has(organizationId)) zones.set(organizationId, (await visitSettingsOf(organizationId)).timeZone);

  return ids.map((specialistId) => {
    const specialist = specialists.get(specialistId);
    const schedule = schedules.get(specialistId);
    if (!specialist?.published || !specialist.active || !schedule)
      return { specialistId, nextFree: null, feeFromCents: null };
    const zone = zones.get(schedule.organizationId);
    const range = { from: dayOf(now, zone), days: OFFER_DAYS };
    const slots = offeredDays(specialist, schedule, claims.get(specialistId) ?? [], range, now, zone ?? "").flatMap(
      (day) => day.offers,
    );
    return {
      specialistId,
      nextFree: slots.find((slot) => slot.free)?.from ?? null,
      feeFromCents: slots.length > 0 ? Math.min(...slots.map((slot) => slot.feeCents)) : null,
    };
  });
}
