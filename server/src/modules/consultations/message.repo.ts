import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { insideTransaction, sessionHere, Types } from "../../platform/database.ts";
import type { Told } from "../../platform/carried-fact.ts";
import { createInsertBatcher } from "../../platform/insert-batcher.ts";
import { MessageModel, type MessageRow } from "./message.model.ts";

/** The collection, whose rows carry their facts. */
export const MESSAGES = MessageModel.collection.name;

/** An entry of the timeline as it is stored: its text sealed. */
export interface MessageRecord {
  id: string;
  consultationId: string;
  seq: number;
  clientMessageId: string | null;
  kind: Message["kind"];
  /** Id of the participant. */
  sender: string | null;
  sealedText: string | null;
  /** What it says, while its writer's call has it at hand; never stored. */
  text?: string;
  fileId: string | null;
  event: Message["event"];
  createdAt: Date;
  closesAt: Date | null;
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
  closesAt: row.closesAt ?? null,
});

const oid = (id: string) => new Types.ObjectId(id);

/**
 * One durable write that carries its fact. Throws a duplicate key on `seq` when that place is taken, on `clientMessageId` when this
 * message is stored already; which of them where both are is chance.
 */
export async function insertMessage({ id, text, ...message }: MessageRecord, told: Told): Promise<void> {
  const row = {
    ...message,
    _id: oid(id),
    consultationId: oid(message.consultationId),
    fileId: message.fileId === null ? null : oid(message.fileId),
    told,
  };
  // Past the model: the row is made here whole, and this is the write of which there are most.
  await (insideTransaction() ? MessageModel.collection.insertOne(row, sessionHere()) : insertWithOthers(row));
}

const insertWithOthers = createInsertBatcher(() => MessageModel.collection);

/** The newest entry of a visit; null where there is none yet. Outside a transaction nothing that a failover could take back. */
export async function findLast(
  consultationId: string,
): Promise<Pick<MessageRecord, "seq" | "event" | "createdAt" | "closesAt"> | null> {
  const session = sessionHere();
  const [last] = await MessageModel.collection
    .find(
      { consultationId: oid(consultationId) },
      {
        projection: { seq: 1, event: 1, createdAt: 1, closesAt: 1 },
        ...session,
        ...(session.session ? {} : { readConcern: "majority" }),
      },
    )
    .sort({ seq: -1 })
    .limit(1)
    .toArray();
  return last ? toRecord(last as unknown as MessageRow) : null;
}

export async function findMessage(id: string): Promise<MessageRecord | null> {
  const row = await MessageModel.findById(id).lean();
  return row ? toRecord(row) : null;
}

/** Entries written since then, in the order of their ids, with who wrote them from where. */
export async function findMessagesSince(
  from: Date,
  after: string | null,
  limit: number,
): Promise<{ message: MessageRecord; told: Told | null }[]> {
  const begin = Types.ObjectId.createFromTime(Math.max(0, Math.floor(from.getTime() / 1000)));
  const rows = await MessageModel.find({ _id: after === null ? { $gte: begin } : { $gt: oid(after) } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<(MessageRow & { told?: Told | null })[]>();
  return rows.map((row) => ({ message: toRecord(row), told: row.told ?? null }));
}

/** Of these ids those of entries that are stored. */
export async function messagesAmong(ids: readonly string[]): Promise<Set<string>> {
  const rows = await MessageModel.find({ _id: { $in: ids } }, { _id: 1 }).lean();
  return new Set(rows.map(({ _id }) => String(_id)));
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

/** The newest entry of each visit. A visit's own note of its last place may be some moments behind, never ahead. */
export async function findNewest(visits: { consultationId: string; lastSeq: number }[]): Promise<MessageRecord[]> {
  if (visits.length === 0) return [];
  const rows = await MessageModel.find({
    $or: visits.map(({ consultationId, lastSeq }) => ({ consultationId, seq: { $gte: lastSeq } })),
  }).lean();
  const newest = new Map<string, MessageRecord>();
  for (const record of rows.map(toRecord))
    if (record.seq > (newest.get(record.consultationId)?.seq ?? -1)) newest.set(record.consultationId, record);
  return [...newest.values()];
}

/** Of one visit no more entries are looked at; the page says 99+ long before. */
const UNREAD_LOOK = 200;

/** Unread entries of others than the reader, by visit, counted among the newest; visits without any are left out. */
export async function countUnread(
  visits: { consultationId: string; readSeq: number; lastSeq: number; reader: string }[],
): Promise<Map<string, number>> {
  if (visits.length === 0) return new Map();
  const counts = await MessageModel.aggregate<{ _id: Types.ObjectId; count: number }>([
    {
      $match: {
        $or: visits.map(({ consultationId, readSeq, lastSeq, reader }) => ({
          // Mongoose does not cast values in aggregations, so ids are converted here.
          consultationId: new Types.ObjectId(consultationId),
          seq: { $gt: Math.max(readSeq, lastSeq - UNREAD_LOOK) },
          // Neither their own, nor events, which nobody says.
          sender: { $nin: [reader, null] },
        })),
      },
    },
    { $group: { _id: "$consultationId", count: { $sum: 1 } } },
  ]);
  return new Map(counts.map(({ _id, count }) => [String(_id), count]));
}

/** More than are said in some minutes. */
const SPOKEN_MOST = 5000;

/** What was said since a moment, by ids, which grow with time. */
export async function spokenSince(since: Date): Promise<{ consultationId: string; createdAt: Date }[]> {
  const from = Types.ObjectId.createFromTime(Math.floor(since.getTime() / 1000));
  const rows = await MessageModel.find(
    { _id: { $gte: from }, sender: { $ne: null } },
    { consultationId: 1, createdAt: 1 },
  )
    .sort({ _id: 1 })
    .limit(SPOKEN_MOST)
    .lean();
  return rows.map(({ consultationId, createdAt }) => ({ consultationId: String(consultationId), createdAt }));
}
