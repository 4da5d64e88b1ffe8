import { slotHorizon } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { addDays, dayOf, instantAt } from "@fuzhen/shared/time.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { awaySpecialists } from "../specialists/index.ts";
import { countAway, findAway } from "./appointment-lists.repo.ts";
import { presentBookings } from "./appointment.present.ts";
import { placeOf, placeSchema, recordListing } from "./appointment.reads.ts";

/**
 * Bookings to come, of the admin's own organisation, whose specialist may not see patients on that day any more (left, no
 * longer published, licence or department ended): to be moved or called off. Soonest first, names masked; `total` is counted
 * for the first page alone.
 */
export async function listBookingsAway(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: Booking[]; nextCursor: string | null; total: number | null }> {
  const organizationId = organizationOf(ctx);
  const { timeZone } = await visitSettingsOf(organizationId);
  const now = ctx.now();
  const today = dayOf(now, timeZone);
  const span = { from: today, to: addDays(today, slotHorizon.bookLatest) };
  const away = await awaySpecialists(organizationId, span);
  const filter = {
    organizationId,
    from: now,
    gone: away.filter(({ days }) => days === null).map(({ specialistId }) => specialistId),
    partly: away.flatMap(({ specialistId, days }) =>
      days === null
        ? []
        : {
            specialistId,
            before: instantAt(days.from, "00:00", timeZone),
            since: instantAt(addDays(days.to, 1), "00:00", timeZone),
          },
    ),
  };
  const rows = await findAway(filter, { after: readCursor(placeSchema, cursor), limit: limit + 1 });
  const { items, nextCursor } = cutPage(rows, limit, placeOf);
  const total = cursor !== undefined ? null : nextCursor === null ? items.length : await countAway(filter);
  await recordListing(ctx, { type: "Organization", id: organizationId }, items, { away: true });
  return { items: await presentBookings(ctx, items), nextCursor, total };
}
