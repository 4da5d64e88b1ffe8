import type { CallEndReason } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { createWorkRows, type WorkRows } from "../../platform/work/work-rows.ts";
import { CallModel, type CallRow } from "./call.model.ts";

export type { CallRow };

export interface CallDevice {
  device: string;
  socketId: string;
  sessionId: string;
  joinedAt: Date;
}

export interface CallRecord {
  id: string;
  consultationId: string;
  startedAt: Date;
  /** Participant. */
  startedBy: string;
  answeredAt: Date | null;
  /** With which device each participant is in it; those who are not in it are missing. */
  devices: Readonly<Partial<Record<string, CallDevice>>>;
}

const toRecord = (row: CallRow): CallRecord => ({
  id: String(row._id),
  consultationId: String(row.consultationId),
  startedAt: row.startedAt,
  startedBy: row.startedBy,
  answeredAt: row.answeredAt ?? null,
  devices: Object.fromEntries(
    Object.entries(row.devices ?? {}).flatMap(([participantId, device]) =>
      device ? [[participantId, { ...device, sessionId: String(device.sessionId) }]] : [],
    ),
  ),
});

export async function findActiveCall(consultationId: string): Promise<CallRecord | null> {
  const row = await CallModel.findOne({ consultationId, active: true }).lean();
  return row ? toRecord(row) : null;
}

/** A call, running or over, with how it ended. */
export async function findCall(id: string): Promise<(CallRecord & { endReason: CallEndReason | null }) | null> {
  const row = await CallModel.findById(id).lean();
  return row ? { ...toRecord(row), endReason: row.endReason ?? null } : null;
}

/** The running calls of these visits, by visit. */
export async function findActiveCallsOf(consultationIds: readonly string[]): Promise<Map<string, CallRecord>> {
  if (consultationIds.length === 0) return new Map();
  const rows = await CallModel.find({ consultationId: { $in: consultationIds }, active: true }).lean();
  return new Map(rows.map((row) => [String(row.consultationId), toRecord(row)]));
}

const ringing = { active: true, answeredAt: null };

/** Nobody is called by so many at once. */
const RINGING_MOST = 20;

/** Calls that nobody has taken yet and that ring in this room (`rooms.of`), the first first. */
export async function findRinging(room: string): Promise<CallRecord[]> {
  const rows = await CallModel.find({ ...ringing, called: room })
    .limit(RINGING_MOST)
    .lean();
  return rows.map(toRecord).toSorted((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
}

/** Calls that ring, as work: each is due when it has rung for long enough. */
export const ringingRows: WorkRows<CallRow> = createWorkRows(CallModel, {
  waits: ringing,
  pace: { leaseMs: 15_000, firstWaitMs: 1000, longestWaitMs: 60_000 },
});

/** Throws a duplicate key on `consultationId` when a call is running. */
export async function insertCall(
  call: Pick<CallRow, "startedBy" | "startedAt" | "called" | "dueAt"> & { consultationId: string },
): Promise<CallRecord> {
  const [created] = await CallModel.create([{ ...call, active: true }]);
  if (!created) throw new Error("call not created");
  return toRecord(created.toObject({ flattenMaps: true }));
}

/**
 * Takes a participant's one place in a running call. Of several devices at once one gets it. Answers the call as it was before,
 * or null where the place is held: by another device whose connection is among `live`, unless the call is taken over.
 */
export async function takePlace(
  callId: string,
  participantId: string,
  device: CallDevice,
  { take, live }: { take: boolean; live: readonly string[] },
): Promise<CallRecord | null> {
  const place = `devices.${participantId}`;
  const free = [{ [place]: null }, { [`${place}.device`]: device.device }, { [`${place}.socketId`]: { $nin: live } }];
  const row = await CallModel.findOneAndUpdate(
    { _id: callId, active: true, ...(take ? {} : { $or: free }) },
    { $set: { [place]: device } },
    { returnDocument: "before" },
  ).lean();
  return row ? toRecord(row) : null;
}

/** Gives the place back, if that connection still holds it. */
export async function leavePlace(callId: string, participantId: string, socketId: string): Promise<void> {
  const place = `devices.${participantId}`;
  await CallModel.updateOne({ _id: callId, [`${place}.socketId`]: socketId }, { $set: { [place]: null } });
}

/** Notes that another than who began it has taken it; null when that was noted before, or the call is over. */
export async function markAnswered(callId: string, answeredAt: Date): Promise<CallRecord | null> {
  const row = await CallModel.findOneAndUpdate(
    { _id: callId, active: true, answeredAt: null },
    { $set: { answeredAt } },
    { returnDocument: "after" },
  ).lean();
  return row ? toRecord(row) : null;
}

/** Under which an end is still what happens: in a moment somebody may have taken the call. */
export interface EndsOnly {
  /** This call and no later one. */
  callId?: string;
  unanswered?: true;
  /** Participants of whom no device has the place. */
  without?: readonly string[];
}

/** Ends the running call; null when none runs, so that of two who hang up one ends it, and when something in `only` is no longer so. */
export async function closeActiveCall(
  consultationId: string,
  end: { reason: CallEndReason; at: Date },
  { callId, unanswered, without = [] }: EndsOnly,
): Promise<CallRecord | null> {
  const row = await CallModel.findOneAndUpdate(
    {
      consultationId,
      active: true,
      ...(callId === undefined ? {} : { _id: callId }),
      ...(unanswered ? { answeredAt: null } : {}),
      ...Object.fromEntries(without.map((id) => [`devices.${id}`, null])),
    },
    { $set: { active: false, endedAt: end.at, endReason: end.reason } },
    { returnDocument: "after" },
  ).lean();
  return row ? toRecord(row) : null;
}
