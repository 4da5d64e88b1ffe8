import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { CallModel, type CallRow } from "./call.model.ts";

export interface CallRecord {
  id: string;
  consultationId: string;
  startedAt: Date;
  startedBy: ParticipantRole;
}

const toRecord = (row: CallRow): CallRecord => ({
  id: String(row._id),
  consultationId: String(row.consultationId),
  startedAt: row.startedAt,
  startedBy: row.startedBy,
});

export async function findActiveCall(consultationId: string): Promise<CallRecord | null> {
  const row = await CallModel.findOne({ consultationId, active: true }).lean();
  return row ? toRecord(row) : null;
}

/** Throws a duplicate key on `consultationId` when a call is running. */
export async function insertCall(
  consultationId: string,
  startedBy: ParticipantRole,
  startedAt: Date,
): Promise<CallRecord> {
  const [created] = await CallModel.create([{ consultationId, startedBy, startedAt, active: true }]);
  if (!created) throw new Error("call not created");
  return toRecord(created.toObject());
}

/** Ends the running call; null when there is none, so of two who hang up at once one ends it. */
export async function closeActiveCall(
  consultationId: string,
  endReason: "hung-up" | "visit-finished",
  endedAt: Date,
): Promise<CallRecord | null> {
  const row = await CallModel.findOneAndUpdate(
    { consultationId, active: true },
    { $set: { active: false, endedAt, endReason } },
    { returnDocument: "after" },
  ).lean();
  return row ? toRecord(row) : null;
}
