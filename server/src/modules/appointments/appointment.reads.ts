import { z } from "zod";
import { isActive } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment, Booking, ListBookingsInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { addDays, DAY_MS, dayOf, instantAt } from "@fuzhen/shared/time.ts";
import { actorOf, organizationOf, specialistOf, type Ctx } from "../../platform/context.ts";
import { cursorTime, cutPage, readCursor } from "../../platform/cursor.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { listPatientsOfAccount } from "../patients/index.ts";
import { staffIdsOf } from "../specialists/index.ts";
import { readableAmong } from "./accountable.ts";
import { presentAppointment, presentAppointments, presentBookings } from "./appointment.present.ts";
import {
  countOfOrganization,
  findOfOrganization,
  findOfPatient,
  findPastOfAccount,
  findUnjudged,
  findUpcomingOfAccount,
  findWorklist,
} from "./appointment-lists.repo.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { requireVisibleAppointment } from "./own-appointment.ts";

interface Paging {
  cursor?: string | undefined;
  limit: number;
}
interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A visit nobody came to counts as past from a day after its start. */
const STALE_MS = DAY_MS;

export const placeSchema = z.object({ start: cursorTime, id: idSchema });
export const placeOf = ({ start, id }: AppointmentRecord) => ({ start, id });

/** Reads one row more than the page holds, to know whether there is a next page. */
const wantedOf = ({ cursor, limit }: Paging) => ({ after: readCursor(placeSchema, cursor), limit: limit + 1 });

/**
 * One row of the access log for the whole list. It names every patient shown, so each of them finds it in their own
 * log.
 */
export const recordListing = (
  ctx: Ctx,
  entity: { type: string; id: string },
  shown: readonly AppointmentRecord[],
  filter: object,
) =>
  recordAccess(ctx, {
    patientIds: [...new Set(shown.map((row) => row.patientId))],
    entity,
    action: "list",
    purpose: "read-appointment",
    outcome: "allowed",
    data: { count: shown.length, ...filter },
  });

export async function readAppointment(ctx: Ctx, appointmentId: string): Promise<Appointment> {
  return presentAppointment(ctx, await requireVisibleAppointment(ctx, appointmentId));
}

/** The account's own appointments: upcoming ones soonest first, past ones latest first. */
export async function listOwn(ctx: Ctx, input: Paging & { scope: "upcoming" | "past" }): Promise<Page<Appointment>> {
  const { userId } = actorOf(ctx);
  const find = input.scope === "upcoming" ? findUpcomingOfAccount : findPastOfAccount;
  const rows = await find(userId, new Date(ctx.now().getTime() - STALE_MS), wantedOf(input));
  const { items: page, nextCursor } = cutPage(rows, input.limit, placeOf);
  // Of whom the account has removed it reads nothing any more.
  const kept = new Set((await listPatientsOfAccount(ctx, userId)).map(({ id }) => id));
  const items = page.filter(({ patientId }) => kept.has(patientId));
  await recordListing(ctx, { type: "Account", id: userId }, items, { scope: input.scope });
  return { items: await presentAppointments(ctx, items), nextCursor };
}

/**
 * The specialist's own day. Each row is shown if the gate lets the specialist read that patient now, or they have to account
 * for it (accountable.ts). `closed` counts the visits to come that are not shown.
 */
export async function readWorklist(
  ctx: Ctx,
  input: { day?: string | undefined },
): Promise<{ day: string; appointments: Appointment[]; closed: number }> {
  const specialistId = specialistOf(ctx);
  const { timeZone } = await visitSettingsOf(organizationOf(ctx));
  const now = ctx.now();
  const day = input.day ?? dayOf(now, timeZone);
  const rows = await findWorklist(specialistId, ...dayRange(day, timeZone));
  const readable = await readableAmong(ctx, rows);
  const visible = rows.filter((row) => readable.has(row.id));
  const closed = rows.filter((row) => !visible.includes(row) && isActive(row.status) && row.end > now).length;
  await recordListing(ctx, { type: "Worklist", id: specialistId }, visible, { day });
  return { day, appointments: await presentAppointments(ctx, visible), closed };
}

/** So many are shown; the rest follows once these are judged. */
const UNJUDGED_MOST = 50;

/** The specialist's bookings of days after today that wait for a judgement (R11), of patients the gate lets them read. */
export async function readUnjudged(ctx: Ctx): Promise<{ appointments: Appointment[] }> {
  const specialistId = specialistOf(ctx);
  const { timeZone } = await visitSettingsOf(organizationOf(ctx));
  const [, tomorrow] = dayRange(dayOf(ctx.now(), timeZone), timeZone);
  const rows = await findUnjudged(specialistId, tomorrow, UNJUDGED_MOST);
  const readable = await readableAmong(ctx, rows);
  const visible = rows.filter(({ id }) => readable.has(id));
  await recordListing(ctx, { type: "Worklist", id: specialistId }, visible, { unjudged: true });
  return { appointments: await presentAppointments(ctx, visible) };
}

/** Visits of one patient, latest first, for whoever passes the gate. */
export async function listOfPatient(ctx: Ctx, input: Paging & { patientId: string }): Promise<Page<Appointment>> {
  await requirePatientAccess(ctx, input.patientId, "read-appointment");
  const { items, nextCursor } = cutPage(await findOfPatient(input.patientId, wantedOf(input)), input.limit, placeOf);
  return { items: await presentAppointments(ctx, items), nextCursor };
}

/** Bookings of one hospital day in the admin's own organisation, names masked. `total` is counted for the first page alone. */
export async function listBookingsOfDay(
  ctx: Ctx,
  { q, departmentId, state, ...input }: ListBookingsInput,
): Promise<Page<Booking> & { day: string; total: number | null }> {
  const organizationId = organizationOf(ctx);
  const { timeZone } = await visitSettingsOf(organizationId);
  const day = input.day ?? dayOf(ctx.now(), timeZone);
  const [from, until] = dayRange(day, timeZone);
  const specialistIds = q === undefined || q === "" ? undefined : await staffIdsOf(organizationId, q);
  const filter = { organizationId, from, until, departmentId, state, specialistIds };
  const rows = await findOfOrganization(filter, wantedOf(input));
  const { items, nextCursor } = cutPage(rows, input.limit, placeOf);
  const total =
    input.cursor !== undefined ? null : nextCursor === null ? items.length : await countOfOrganization(filter);
  await recordListing(ctx, { type: "Organization", id: organizationId }, items, { day });
  return { day, items: await presentBookings(ctx, items), nextCursor, total };
}

/** Start (inclusive) and end (exclusive) of a hospital day as instants. Years outside the range of Date are refused. */
function dayRange(day: string, zone: string): [Date, Date] {
  if (day < "1970-01-02" || day > "9000-01-01") throw new AppError("invalid_input", [{ path: "day", code: "day" }]);
  return [instantAt(day, "00:00", zone), instantAt(addDays(day, 1), "00:00", zone)];
}
