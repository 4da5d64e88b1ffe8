import {
  appointmentStatuses,
  type AppointmentStatus,
  type BookingState,
} from "@fuzhen/shared/appointments/appointment.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { AppointmentModel, type AppointmentRow } from "./appointment.model.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { toRecord } from "./appointment.repo.ts";

const active = ["booked", "checked-in"] satisfies AppointmentStatus[];
const over = ["fulfilled", "cancelled", "noshow"] satisfies AppointmentStatus[];

/** Place in a list ordered by start and id. */
interface Place {
  start: Date;
  id: string;
}
interface Page {
  after: Place | null;
  limit: number;
}
type Order = 1 | -1;

/** Filter for the rows that follow a cursor's place, in the order of start and id. */
const behind = (place: Place | null, order: Order) => {
  if (!place) return {};
  const step = order === 1 ? "$gt" : "$lt";
  return { $or: [{ start: { [step]: place.start } }, { start: place.start, _id: { [step]: place.id } }] };
};

async function page(filter: object, order: Order, { after, limit }: Page): Promise<AppointmentRecord[]> {
  const rows = await AppointmentModel.find({ $and: [filter, behind(after, order)] })
    .sort({ start: order, _id: order })
    .limit(limit)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

/** In no order; unknown ids are left out. The caller has a page of them. */
export async function findAppointments(ids: readonly string[]): Promise<AppointmentRecord[]> {
  if (ids.length === 0) return [];
  const rows = await AppointmentModel.find({ _id: { $in: [...new Set(ids)] } }).lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

/**
 * Appointments to come or under way. One that nobody came to leaves this list at `staleBefore`, unless its visit is
 * open.
 */
export const findUpcomingOfAccount = (accountId: string, staleBefore: Date, wanted: Page) =>
  page(
    {
      accountId,
      status: { $in: active },
      $or: [{ start: { $gte: staleBefore } }, { consultationStatus: "in-progress" }],
    },
    1,
    wanted,
  );

/** The account's appointments that `findUpcomingOfAccount` leaves out. */
export const findPastOfAccount = (accountId: string, staleBefore: Date, wanted: Page) =>
  page(
    {
      accountId,
      $or: [
        { status: { $in: over } },
        { start: { $lt: staleBefore }, consultationStatus: { $in: [null, "finished", "cancelled"] } },
      ],
    },
    -1,
    wanted,
  );

/** Of an account or a patient nobody holds so many (booking-limits.policy.ts). */
const MOST_OPEN = 500;

/**
 * What is still to come or under way, soonest first: one whose time is over counts while its visit is open, or somebody sits and
 * waits for it.
 */
export async function findOpen(
  of: { accountId: string } | { patientId: string },
  now: Date,
): Promise<AppointmentRecord[]> {
  const rows = await AppointmentModel.find({
    ...of,
    status: { $in: active },
    $or: [
      { end: { $gt: now } },
      { consultationStatus: "in-progress" },
      { status: "checked-in", consultationId: null, start: { $gt: new Date(now.getTime() - DAY_MS) } },
    ],
  })
    .sort({ start: 1, _id: 1 })
    .limit(MOST_OPEN)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

export const findOfPatient = (patientId: string, wanted: Page) => page({ patientId }, -1, wanted);

/** So many of a patient's appointments are looked through for visits with one specialist, the latest ones. */
const TOGETHER_LOOK = 1000;

/** Visits of a patient with a specialist that had begun before a moment. */
export async function visitsTogether({
  specialistId,
  patientId,
  before,
}: {
  specialistId: string;
  patientId: string;
  before: Date;
}): Promise<{ count: number; last: Date | null }> {
  const rows = await AppointmentModel.find(
    { patientId, start: { $lt: before } },
    { start: 1, specialistId: 1, consultationId: 1 },
  )
    .sort({ start: -1, _id: -1 })
    .limit(TOGETHER_LOOK)
    .lean<Pick<AppointmentRow, "start" | "specialistId" | "consultationId">[]>();
  const visits = rows.filter((row) => row.consultationId && String(row.specialistId) === specialistId);
  return { count: visits.length, last: visits[0]?.start ?? null };
}

/** More than begin within some minutes in one institution. */
const MOST_SOON = 2000;

/** Booked visits of an organisation that begin after `from` and at the latest at `until`, to which nobody has checked in yet. */
export async function startingBetween(organizationId: string, from: Date, until: Date): Promise<AppointmentRecord[]> {
  const rows = await AppointmentModel.find({
    organizationId,
    start: { $gt: from, $lte: until },
    status: "booked",
    consultationId: null,
  })
    .sort({ start: 1, _id: 1 })
    .limit(MOST_SOON)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

/** Slots of five minutes round the clock. */
const SLOTS_OF_DAY = 288;

/** A specialist's appointments of a day, without cancelled ones, of which a time may have had any number. */
export async function findWorklist(specialistId: string, from: Date, until: Date): Promise<AppointmentRecord[]> {
  const rows = await AppointmentModel.find({
    specialistId,
    start: { $gte: from, $lt: until },
    status: { $in: appointmentStatuses.filter((status) => status !== "cancelled") },
  })
    .sort({ start: 1, _id: 1 })
    .limit(SLOTS_OF_DAY)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

/** A specialist's bookings from a moment on that are not judged yet, soonest first. */
export async function findUnjudged(specialistId: string, from: Date, limit: number): Promise<AppointmentRecord[]> {
  const rows = await AppointmentModel.find({
    specialistId,
    status: "booked",
    start: { $gte: from },
    consultationId: null,
    judgement: null,
  })
    .sort({ start: 1, _id: 1 })
    .limit(limit)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

/** How each state of a booking is found; together they are all bookings, each in one. */
const ofState: Record<BookingState, object> = {
  booked: { status: "booked", consultationStatus: null, "judgement.decision": { $ne: "accepted" } },
  accepted: { status: "booked", consultationStatus: null, "judgement.decision": "accepted" },
  "checked-in": { status: "checked-in", consultationStatus: null },
  "in-visit": { consultationStatus: "in-progress" },
  stopped: { consultationStatus: "cancelled" },
  finished: { $or: [{ consultationStatus: "finished" }, { status: "fulfilled", consultationStatus: null }] },
  declined: { status: "cancelled", consultationStatus: null, "judgement.decision": "declined" },
  cancelled: { status: "cancelled", consultationStatus: null, "judgement.decision": { $ne: "declined" } },
  missed: { status: "noshow", consultationStatus: null },
};

export interface BookingFilter {
  organizationId: string;
  from: Date;
  until: Date;
  departmentId?: string | undefined;
  specialistIds?: readonly string[] | undefined;
  state?: BookingState | undefined;
}
const bookingsOf = ({ organizationId, from, until, departmentId, specialistIds, state }: BookingFilter) => ({
  organizationId,
  start: { $gte: from, $lt: until },
  ...(departmentId === undefined ? {} : { departmentId }),
  ...(specialistIds === undefined ? {} : { specialistId: { $in: specialistIds } }),
  ...(state === undefined ? {} : ofState[state]),
});

/** All bookings of an organisation in a span, cancelled ones too. */
export const findOfOrganization = (filter: BookingFilter, wanted: Page) => page(bookingsOf(filter), 1, wanted);

export const countOfOrganization = (filter: BookingFilter): Promise<number> =>
  AppointmentModel.countDocuments(bookingsOf(filter));

interface ComingFilter {
  organizationId: string;
  specialistId?: string;
  departmentId?: string;
  after: Date;
}
const comingOf = ({ after, ...place }: ComingFilter) => ({
  ...place,
  status: { $in: active },
  end: { $gt: after },
  // No visit lasts a day: for the indexes, which are by the start.
  start: { $gt: new Date(after.getTime() - DAY_MS) },
});

/** Visits to come or under way, soonest first. */
export async function findComing(filter: ComingFilter, limit: number): Promise<AppointmentRecord[]> {
  const rows = await AppointmentModel.find(comingOf(filter))
    .sort({ start: 1, _id: 1 })
    .limit(limit)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord);
}

export async function countComing(filter: ComingFilter): Promise<{ appointments: number; patients: number }> {
  const [appointments, patients] = await Promise.all([
    AppointmentModel.countDocuments(comingOf(filter)),
    AppointmentModel.distinct("patientId", comingOf(filter)),
  ]);
  return { appointments, patients: patients.length };
}

/** Bookings to come of an organisation whose visit is not opened, with these specialists in these times. */
export interface AwayFilter {
  organizationId: string;
  from: Date;
  /** Whose bookings all count. */
  gone: readonly string[];
  /** Whose bookings count that are before or after. */
  partly: readonly { specialistId: string; before: Date; since: Date }[];
}
const awayOf = ({ organizationId, from, gone, partly }: AwayFilter) => ({
  organizationId,
  start: { $gte: from },
  status: { $in: active },
  consultationId: null,
  $or: [
    { specialistId: { $in: gone } },
    ...partly.flatMap(({ specialistId, before, since }) => [
      { specialistId, start: { $lt: before } },
      { specialistId, start: { $gte: since } },
    ]),
  ],
});

export const findAway = (filter: AwayFilter, wanted: Page): Promise<AppointmentRecord[]> =>
  page(awayOf(filter), 1, wanted);

/** More than that are not counted one by one. */
const AWAY_COUNTED = 1000;

export const countAway = (filter: AwayFilter): Promise<number> =>
  AppointmentModel.countDocuments(awayOf(filter), { limit: AWAY_COUNTED });

/** Appointments still `booked` although their time has passed. */
export async function findOverdue(organizationId: string, endedBefore: Date, limit: number): Promise<string[]> {
  const rows = await AppointmentModel.find(
    { organizationId, status: "booked", end: { $lt: endedBefore }, consultationId: null },
    { _id: 1 },
  )
    .sort({ end: 1 })
    .limit(limit)
    .lean<Pick<AppointmentRow, "_id">[]>();
  return rows.map((row) => row._id.toHexString());
}
