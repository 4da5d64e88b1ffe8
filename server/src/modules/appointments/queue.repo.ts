import { DAY_MS } from "@fuzhen/shared/time.ts";
import { AppointmentModel, type AppointmentRow } from "./appointment.model.ts";
import type { AppointmentRecord, QueuePlace } from "./appointment.record.ts";
import { toRecord } from "./appointment.repo.ts";

/*
 * The specialist's queue, for the slice `waiting`. Its places stand in the appointments themselves, so that whatever ends one (calling
 * off, opening the visit) also ends its place and a call, in the same write.
 */

/** Somebody who has checked in and whose visit is not opened. */
export const waitsIn = (record: AppointmentRecord): record is AppointmentRecord & { queue: QueuePlace } =>
  record.status === "checked-in" && record.consultationId === null && record.queue !== null;

/** More do not wait for one specialist: slots of five minutes round the clock. */
const MOST = 288;

const waiting = { status: "checked-in", consultationId: null, queue: { $ne: null } } as const;
const ofToday = (now: Date) => ({ $gt: new Date(now.getTime() - DAY_MS) });

/** Who waits for a specialist now, in no order. */
export async function waitingFor(
  specialistId: string,
  now: Date,
): Promise<(AppointmentRecord & { queue: QueuePlace })[]> {
  const rows = await AppointmentModel.find({ ...waiting, specialistId, start: ofToday(now) })
    .sort({ start: 1, _id: 1 })
    .limit(MOST)
    .lean<AppointmentRow[]>();
  return rows.map(toRecord).filter(waitsIn);
}

/** Who was called by a press, whatever has become of it since; null when it has called nobody yet. */
export async function calledBy(specialistId: string, callKey: string, now: Date): Promise<AppointmentRecord | null> {
  const row = await AppointmentModel.findOne({
    specialistId,
    start: ofToday(now),
    "queue.callKey": callKey,
  }).lean<AppointmentRow>();
  return row && toRecord(row);
}

const changePlace = async (
  condition: Record<string, unknown>,
  fields: Partial<QueuePlace>,
  more: Record<string, unknown> = {},
): Promise<AppointmentRecord | null> => {
  const set = Object.fromEntries(Object.entries(fields).map(([name, value]) => [`queue.${name}`, value]));
  const row = await AppointmentModel.findOneAndUpdate(
    { ...waiting, ...condition },
    { $set: { ...set, ...more } },
    { returnDocument: "after" },
  ).lean<AppointmentRow>();
  return row && toRecord(row);
};

/**
 * Calls somebody who waits, or whose call has run out; null when they do not (any more). Throws a duplicate key when the specialist has
 * called another (`one-called`).
 */
export const setCalled = (
  id: string,
  specialistId: string,
  now: Date,
  call: Pick<QueuePlace, "callKey"> & { calledUntil: Date },
) =>
  changePlace(
    {
      _id: id,
      specialistId,
      $or: [{ "queue.called": false }, { "queue.calledUntil": null }, { "queue.calledUntil": { $lte: now } }],
    },
    { called: true, calledAt: now, answeredAt: null, ...call },
  );

/** The call stands longer; nothing happens when they are not called. */
export const holdCall = (id: string, specialistId: string, calledUntil: Date) =>
  changePlace({ _id: id, specialistId, "queue.called": true }, { calledUntil });

const notCalled = { called: false, calledUntil: null, answeredAt: null } as const;

/** The call is over: they wait on, at the same turn. */
export const setPutBack = (id: string) => changePlace({ _id: id, "queue.called": true }, notCalled);

/** Called and not there: they wait on, at a later turn. `passes` is how often it had happened before. */
export const setPassed = (id: string, passes: number, turnAt: Date) =>
  changePlace({ _id: id, "queue.called": true, "queue.passes": passes }, { ...notCalled, passes: passes + 1, turnAt });

/** Called and not there, once too often. */
export const setGivenUp = (id: string, passes: number) =>
  changePlace(
    { _id: id, "queue.called": true, "queue.passes": passes },
    { ...notCalled, passes: passes + 1 },
    { status: "noshow" },
  );

export const setTold = (id: string, fields: Partial<Pick<QueuePlace, "away" | "device" | "answeredAt">>) =>
  changePlace({ _id: id }, fields);

/** People booked with a specialist before a time who have not checked in and may still, since a moment. */
export const countExpected = (
  specialistId: string,
  { since, before }: { since: Date; before: Date },
): Promise<number> =>
  AppointmentModel.countDocuments(
    { specialistId, status: "booked", consultationId: null, start: { $gte: since, $lt: before } },
    { limit: MOST },
  );

/** When a specialist's visit that is under way was opened: the latest, if there are several. */
export async function openedAt(specialistId: string, now: Date): Promise<Date | null> {
  const row = await AppointmentModel.findOne({
    specialistId,
    start: ofToday(now),
    consultationStatus: "in-progress",
  })
    .sort({ visitOpenedAt: -1 })
    .lean<AppointmentRow>();
  return row?.visitOpenedAt ?? null;
}

/** How long a specialist's latest visits took, in minutes, and when the last of them ended. */
export async function pastVisits(
  specialistId: string,
  most: number,
): Promise<{ minutes: number[]; lastEndedAt: Date | null }> {
  const rows = await AppointmentModel.find(
    { specialistId, visitEndedAt: { $type: "date" } },
    { visitOpenedAt: 1, visitEndedAt: 1 },
  )
    .sort({ visitEndedAt: -1 })
    .limit(most)
    .lean<Pick<AppointmentRow, "visitOpenedAt" | "visitEndedAt">[]>();
  const minutes = rows.flatMap(({ visitOpenedAt, visitEndedAt }) =>
    visitOpenedAt && visitEndedAt ? [(visitEndedAt.getTime() - visitOpenedAt.getTime()) / 60_000] : [],
  );
  return { minutes, lastEndedAt: rows[0]?.visitEndedAt ?? null };
}
