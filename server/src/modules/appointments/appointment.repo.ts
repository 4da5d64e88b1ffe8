import { type AppointmentStatus } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { duplicateKeyOf, Types, writeLast } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { readingBy, type Keyed, type Reading } from "../../platform/read-together.ts";
import { AppointmentModel, type AppointmentRow } from "./appointment.model.ts";
import type { AppointmentRecord, QueuePlace } from "./appointment.record.ts";
import type { StandingBooking } from "./booking-limits.policy.ts";

const oid = (id: string) => new Types.ObjectId(id);
export const toRecord = (row: AppointmentRow): AppointmentRecord => ({
  id: row._id.toHexString(),
  accountId: String(row.accountId),
  patientId: String(row.patientId),
  person: row.person,
  specialistId: String(row.specialistId),
  organizationId: String(row.organizationId),
  departmentId: String(row.departmentId),
  start: row.start,
  end: row.end,
  feeCents: row.feeCents,
  visitKind: row.visitKind,
  status: row.status,
  sealedTexts: row.sealedTexts,
  proofReportId: String(row.proofReportId),
  reportIds: row.reportIds.map(String),
  judgement: row.judgement
    ? {
        decision: row.judgement.decision,
        sealedReason: row.judgement.sealedReason,
        at: row.judgement.at,
        by: String(row.judgement.by),
      }
    : null,
  checkedInAt: row.checkedInAt ?? null,
  queue: row.queue ? queueOf(row.queue) : null,
  cancelled: row.cancelled
    ? { by: row.cancelled.by, sealedReason: row.cancelled.sealedReason, at: row.cancelled.at }
    : null,
  moved: row.moved ? { specialistId: String(row.moved.specialistId), start: row.moved.start, at: row.moved.at } : null,
  consultationId: row.consultationId ? String(row.consultationId) : null,
  consultationStatus: row.consultationStatus ?? null,
  visitOpenedAt: row.visitOpenedAt ?? null,
  visitEndedAt: row.visitEndedAt ?? null,
  bookedAt: row.bookedAt,
});

const queueOf = ({ device, ...place }: NonNullable<AppointmentRow["queue"]>): QueuePlace => ({
  turnAt: place.turnAt,
  urgent: place.urgent,
  called: place.called,
  calledAt: place.calledAt ?? null,
  calledUntil: place.calledUntil ?? null,
  callKey: place.callKey ?? null,
  answeredAt: place.answeredAt ?? null,
  passes: place.passes,
  away: place.away,
  device: device
    ? { kind: device.kind, line: device.line, camera: device.camera, microphone: device.microphone }
    : null,
});

const active = { $in: ["booked", "checked-in"] satisfies AppointmentStatus[] };

/** What a booking begins with. */
export type NewAppointment = Omit<
  AppointmentRecord,
  | "status"
  | "judgement"
  | "checkedInAt"
  | "queue"
  | "cancelled"
  | "moved"
  | "consultationId"
  | "consultationStatus"
  | "visitOpenedAt"
  | "visitEndedAt"
> & { requestKey: string };

/**
 * Inserts bookings, whose times are claimed, with the last of the transaction; past the model, whole. It runs into a unique index
 * when the request of one has made one before (`isRepeatedRequest`).
 */
export async function insertAppointments(bookings: readonly NewAppointment[]): Promise<AppointmentRecord[]> {
  const rows = bookings.map(newRowOf);
  for (const document of rows) await writeLast(AppointmentModel.collection, { insertOne: { document } });
  return rows.map(toRecord);
}

const newRowOf = ({ id, ...booking }: NewAppointment): AppointmentRow & { requestKey: string } => ({
  ...booking,
  _id: oid(id),
  accountId: oid(booking.accountId),
  patientId: oid(booking.patientId),
  specialistId: oid(booking.specialistId),
  organizationId: oid(booking.organizationId),
  departmentId: oid(booking.departmentId),
  status: "booked",
  proofReportId: oid(booking.proofReportId),
  reportIds: booking.reportIds.map(oid),
  judgement: null,
  checkedInAt: null,
  queue: null,
  cancelled: null,
  moved: null,
  consultationId: null,
  consultationStatus: null,
  visitOpenedAt: null,
  visitEndedAt: null,
});

/** The driver gives an error of many rows no more than the name of the index. */
export const isRepeatedRequest = (error: unknown): boolean =>
  duplicateKeyOf(error) !== null && error instanceof Error && /\bindex: \S*requestKey/.test(error.message);

const readAppointment = createReadBatcher(async (ids) => {
  const rows = await AppointmentModel.find({ _id: { $in: ids.map(oid) } }).lean<AppointmentRow[]>();
  return new Map(rows.map((row) => [row._id.toHexString(), row]));
});

export async function findAppointment(id: string): Promise<AppointmentRecord | null> {
  const row = await readAppointment(oid(id).toHexString());
  return row ? toRecord(row) : null;
}

/** In a rush all who come too late are asked whether it was their own request that came first. */
const readRequest = createReadBatcher(async (keys) => {
  const rows = await AppointmentModel.find({ $or: keys.map(requestOf) })
    .limit(keys.length)
    .lean<AppointmentRow[]>();
  return new Map(rows.map((row) => [requestKeyOf(row), row]));
});

export async function findByRequestKey(accountId: string, requestKey: string): Promise<AppointmentRecord | null> {
  const row = await readRequest(requestKeyOf({ accountId: oid(accountId), requestKey }));
  return row ? toRecord(row) : null;
}

/** Still to come or under way; none lasts longer than a day. */
const standing = (now: Date) => ({
  status: active,
  start: { $gt: new Date(now.getTime() - DAY_MS) },
  end: { $gt: now },
});

/** Bookings that stand: of a person, whoever booked them, or of an account for all its people. */
export const standingReading = (
  of: { person: string } | { accountId: string },
  now: Date,
): Reading<StandingBooking[]> => {
  const keyed: Keyed<AppointmentRow> =
    "person" in of
      ? {
          kind: `standing-of-persons ${now.getTime()}`,
          keys: [of.person],
          filterFor: (persons) => ({ person: { $in: [...persons] }, ...standing(now) }),
          keysOf: ({ person }) => [person],
        }
      : {
          kind: `standing-of-accounts ${now.getTime()}`,
          keys: [of.accountId],
          filterFor: (ids) => ({ accountId: { $in: ids.map(oid) }, ...standing(now) }),
          keysOf: ({ accountId }) => [String(accountId)],
        };
  return readingBy(AppointmentModel, keyed, (rows) =>
    rows.map(({ specialistId, departmentId, start }) => ({
      specialistId: String(specialistId),
      departmentId: String(departmentId),
      start,
    })),
  );
};

/** What a request has booked before; null when it is new. */
export const requestReading = (accountId: string, requestKey: string): Reading<AppointmentRecord | null> =>
  readingBy(
    AppointmentModel,
    {
      kind: "requests",
      keys: [requestKeyOf({ accountId: oid(accountId), requestKey })],
      filterFor: (keys) => ({ $or: keys.map(requestOf) }),
      keysOf: (row) => [requestKeyOf(row)],
    },
    ([row]: AppointmentRow[]) => (row ? toRecord(row) : null),
  );

const requestKeyOf = ({ accountId, requestKey }: Pick<AppointmentRow, "accountId" | "requestKey">) =>
  `${String(accountId)} ${requestKey}`;

/** An account's id has no space in it. */
function requestOf(key: string): { accountId: Types.ObjectId; requestKey: string } {
  const space = key.indexOf(" ");
  return { accountId: oid(key.slice(0, space)), requestKey: key.slice(space + 1) };
}

/** Booked → checked-in; null when it is no longer booked. */
export const setCheckedIn = (id: string, checkedInAt: Date, queue: QueuePlace) =>
  change({ _id: id, status: "booked" }, { status: "checked-in", checkedInAt, queue });

/** Cancels; null when the visit is over, cancelled or already opened. */
export const setCancelled = (id: string, cancelled: NonNullable<AppointmentRecord["cancelled"]>) =>
  change({ _id: id, status: active, consultationId: null }, { status: "cancelled", cancelled });

export const setAccepted = (id: string, judgement: NonNullable<AppointmentRecord["judgement"]>) =>
  change({ _id: id, status: active, consultationId: null }, { judgement });

/** A declined follow-up is cancelled in the same write. */
export const setDeclined = (id: string, judgement: NonNullable<AppointmentRecord["judgement"]>) =>
  change(
    { _id: id, status: active, consultationId: null },
    {
      judgement,
      status: "cancelled",
      cancelled: { by: "specialist", sealedReason: judgement.sealedReason, at: judgement.at },
    },
  );

/**
 * To another slot, from where it was seen; null when it is not there any more or no longer only booked. Whoever takes it over
 * has judged nothing yet (R11).
 */
export const setMoved = (
  id: string,
  { specialistId, start }: { specialistId: string; start: Date },
  to: { start: Date; end: Date; moved: AppointmentRecord["moved"] } & Partial<
    Pick<AppointmentRecord, "specialistId" | "feeCents"> & { judgement: null }
  >,
) => change({ _id: id, status: "booked", consultationId: null, start, specialistId }, to);

/** A refusal taken back: booked as before, with the judgement still to come. */
export const setRestored = (id: string, { checkedInAt, queue }: Pick<AppointmentRecord, "checkedInAt" | "queue">) =>
  change(
    { _id: id, status: "cancelled", "judgement.decision": "declined" },
    {
      status: checkedInAt ? "checked-in" : "booked",
      judgement: null,
      cancelled: null,
      // Whoever was called when it was refused is so no more; the specialist may have called another since.
      queue: queue && { ...queue, called: false, calledUntil: null },
    },
  );

export async function addReports(id: string, reportIds: readonly string[]): Promise<AppointmentRecord | null> {
  const row = await AppointmentModel.findOneAndUpdate(
    { _id: id, status: active },
    { $addToSet: { reportIds: { $each: reportIds } } },
    { returnDocument: "after" },
  ).lean<AppointmentRow>();
  return row && toRecord(row);
}

/** Ties the visit to an accepted appointment that has none; null when it may not. */
export const setOpened = (id: string, consultationId: string, visitOpenedAt: Date) =>
  change(
    { _id: id, status: active, consultationId: null, "judgement.decision": "accepted" },
    { consultationId, consultationStatus: "in-progress", visitOpenedAt },
  );

export const setConsultationStatus = (
  id: string,
  consultationId: string,
  to: { consultationStatus: ConsultationStatus; visitEndedAt: Date | null },
) => change({ _id: id, consultationId }, to);

export const setFulfilled = (id: string) => change({ _id: id, status: active }, { status: "fulfilled" });

/** Marks a booked appointment as missed. One whose visit was opened is not missed, even if nobody checked in. */
export const setMissed = (id: string) =>
  change({ _id: id, status: "booked", consultationId: null }, { status: "noshow" });

/** By whom a patient's appointments are known, after the number of their document was corrected. */
export const setPersonOf = async (patientId: string, person: string): Promise<void> =>
  void (await AppointmentModel.updateMany({ patientId }, { $set: { person } }));

type Fields = Omit<AppointmentRecord, "id">;
async function change(
  condition: Record<string, string | null | Date | typeof active>,
  fields: Partial<Fields>,
): Promise<AppointmentRecord | null> {
  const row = await AppointmentModel.findOneAndUpdate(
    condition,
    { $set: fields },
    { returnDocument: "after" },
  ).lean<AppointmentRow>();
  return row && toRecord(row);
}
