import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { Types } from "../../platform/database.ts";
import { MessageModel, type MessageRow } from "./message.model.ts";

/** An entry of the timeline as it is stored: its text sealed. */
export interface MessageRecord {
  id: string;
  consultationId: string;
  seq: number;
  clientMessageId: string | null;
  kind: Message["kind"];
  sender: ParticipantRole | null;
  sealedText: string | null;
  fileId: string | null;
  event: Message["event"];
  createdAt: Date;
}

const toRecord = (row: MessageRow): MessageRecord => ({
  id: String(row._id),
  consultationId: String(row.consultationId),
  seq: row.seq,
  clientMessageId: row.clientMessageId ?? null,
  kind: row.kind,
  sender: row.sender ?? null,
  sealedText: row.sealedText ?? null,
  fileId: row.fileId ? String(row.fileId) : null,
  event: row.event ?? null,
  createdAt: row.createdAt,
});

/** Throws a duplicate key on `clientMessageId` when this message is stored already. */
export async function insertMessage({ id, ...message }: MessageRecord): Promise<void> {
  await MessageModel.create([{ _id: id, ...message }]);
}

export async function findMessage(id: string): Promise<MessageRecord | null> {
  const row = await MessageModel.findById(id).lean();
  return row ? toRecord(row) : null;
}

export async function findByClientId(consultationId: string, clientMessageId: string): Promise<MessageRecord | null> {
  const row = await MessageModel.findOne({ consultationId, clientMessageId }).lean();
  return row ? toRecord(row) : null;
}

/** Part of the timeline in order of seq: the entries after a number, or else the last ones before one. */
export async function listMessages(
  consultationId: string,
  { afterSeq, beforeSeq, limit }: { afterSeq?: number | undefined; beforeSeq?: number | undefined; limit: number },
): Promise<MessageRecord[]> {
  const forward = afterSeq !== undefined;
  const range = { ...(forward ? { $gt: afterSeq } : {}), ...(beforeSeq === undefined ? {} : { $lt: beforeSeq }) };
  const rows = await MessageModel.find({ consultationId, ...(Object.keys(range).length > 0 ? { seq: range } : {}) })
    .sort({ seq: forward ? 1 : -1 })
    .limit(limit)
    .lean();
  return (forward ? rows : rows.toReversed()).map(toRecord);
}

/** The newest entry of each visit, by the visits' last sequence numbers. */
export async function findEntries(places: { consultationId: string; seq: number }[]): Promise<MessageRecord[]> {
  if (places.length === 0) return [];
  const rows = await MessageModel.find({
    $or: places.map(({ consultationId, seq }) => ({ consultationId, seq })),
  }).lean();
  return rows.map(toRecord);
}

/** Of one visit no more entries are looked at; the page says 99+ long before. */
const UNREAD_LOOK = 200;

/** Unread entries of the other side, by visit, counted among the newest; visits without any are left out. */
export async function countUnread(
  visits: { consultationId: string; readSeq: number; lastSeq: number; sender: ParticipantRole }[],
): Promise<Map<string, number>> {
  if (visits.length === 0) return new Map();
  const counts = await MessageModel.aggregate<{ _id: Types.ObjectId; count: number }>([
    {
      $match: {
        $or: visits.map(({ consultationId, readSeq, lastSeq, sender }) => ({
          // Mongoose does not cast values in aggregations, so ids are converted here.
          consultationId: new Types.ObjectId(consultationId),
          seq: { $gt: Math.max(readSeq, lastSeq - UNREAD_LOOK) },
          sender,
        })),
      },
    },
    { $group: { _id: "$consultationId", count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [String(_id), count]));
}
