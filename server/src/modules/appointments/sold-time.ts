import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { placeBeside } from "@fuzhen/shared/schedules/claim.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { readTogether } from "../../platform/read-together.ts";
import { publishedScheduleReading, whoHolds } from "../schedules/index.ts";
import { specialistsReading } from "../specialists/index.ts";
import { bookableSlot } from "./offered-slots.ts";
import { firstOf } from "./plan-booking.ts";

/** A time that is free again may be called sold for so long, where another server has freed it or its session takes more now. */
const SOLD_MS = 1000;

/** In a rush it is asked for with each time of a session, one after the other. */
const readOffering = createReadBatcher(async (specialistIds) => {
  const [specialists, ...schedules] = await readTogether([
    specialistsReading(specialistIds),
    ...specialistIds.map(publishedScheduleReading),
  ]);
  const of = new Map(specialists.map((specialist) => [specialist.id, specialist]));
  return new Map(
    specialistIds.map((id, place) => [id, { specialist: of.get(id), schedule: schedules[place] ?? null }]),
  );
});

class NotSold extends Error {}

/**
 * Whose a time is of which nothing is left; null when something may be. In a rush most who ask come too late: they are told from
 * memory, without a transaction and without holding up anybody. What it says is forgotten as soon as this process has called off
 * or moved a booking of that time, or changed its session.
 */
export async function soldTo(
  ctx: Ctx,
  { specialistId, start }: Pick<BookAppointmentInput, "specialistId" | "start">,
): Promise<ReadonlySet<string> | null> {
  try {
    const { value } = await ctx.answers.remembered({
      key: `sold:${specialistId}:${Date.parse(start)}`,
      forMs: SOLD_MS,
      async ask(restsOn) {
        const held = await whoHolds(ctx, { specialistId, ...firstOf({ start }) });
        if (held.length === 0) throw new NotSold();
        const { specialist, schedule } = (await readOffering(specialistId)) ?? {};
        // Not of the specialist, whom every booking names. What changes between these lines counts a moment later.
        restsOn(schedule?.id ?? null, ...held.map(({ holder }) => holder));
        const slot =
          specialist && bookableSlot(specialist, schedule ?? null, new Date(start), ctx.now(), specialist.timeZone);
        const places = held.map(({ place }) => place);
        if (!slot || placeBeside(places, slot.capacity) !== null) throw new NotSold();
        return new Set(held.map(({ person }) => person));
      },
    });
    return value;
  } catch (error) {
    if (error instanceof NotSold) return null;
    throw error;
  }
}
