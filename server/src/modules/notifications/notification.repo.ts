import type { Notification, NotificationKind } from "@fuzhen/shared/notifications/notification.schema.ts";
import { Types, writeLast } from "../../platform/database.ts";
import { createReadBatcher } from "../../platform/read-batcher.ts";
import { NotificationModel, type NotificationRow } from "./notification.model.ts";

export interface NotificationRecord {
  id: string;
  userId: string;
  kind: NotificationKind;
  sealedParams: string;
  subject: Notification["subject"];
  createdAt: Date;
  readAt: Date | null;
}

const toRecord = (row: NotificationRow): NotificationRecord => ({
  id: String(row._id),
  userId: String(row.userId),
  kind: row.kind,
  sealedParams: row.sealedParams,
  subject: { type: row.subject?.type ?? "appointment", id: String(row.subject?.id) },
  createdAt: row.createdAt,
  readAt: row.readAt ?? null,
});

const oid = (id: string) => new Types.ObjectId(id);

export interface NewNotification extends Omit<NotificationRecord, "readAt"> {
  factId: string;
}

/**
 * Writes it with the last of the transaction, past the model, whole; the transaction fails with a duplicate key when this user was
 * told of the fact before.
 */
export const insertNotification = ({ id, userId, factId, subject, ...rest }: NewNotification): Promise<void> =>
  writeLast(NotificationModel.collection, {
    insertOne: {
      document: {
        _id: oid(id),
        userId: oid(userId),
        factId: oid(factId),
        ...rest,
        subject: { type: subject.type, id: oid(subject.id) },
        readAt: null,
      },
    },
  });

const readNotification = createReadBatcher(async (ids) => {
  const rows = await NotificationModel.find({ _id: { $in: ids.map(oid) } }).lean();
  return new Map(rows.map((row) => [String(row._id), row]));
});

export async function findNotification(id: string): Promise<NotificationRecord | null> {
  const row = await readNotification(oid(id).toHexString());
  return row ? toRecord(row) : null;
}

/** A user's notifications, newest first, older than the given id (ids grow with time). */
export async function listOfUser(
  userId: string,
  olderThan: string | null,
  limit: number,
): Promise<NotificationRecord[]> {
  const rows = await NotificationModel.find({ userId, ...(olderThan ? { _id: { $lt: olderThan } } : {}) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  return rows.map(toRecord);
}

/** Whether a user has read a line of this kind about it. */
export const hasRead = async (userId: string, kind: NotificationKind, subjectId: string): Promise<boolean> =>
  (await NotificationModel.exists({ userId, kind, "subject.id": subjectId, readAt: { $ne: null } })) !== null;

/** Nobody is told of more than that: the bell says 99+. */
const MOST_UNREAD = 1000;

export const countUnread = (userId: string): Promise<number> =>
  NotificationModel.countDocuments({ userId, readAt: null }, { limit: MOST_UNREAD });

/** False when none of them was unread. */
export async function markReadUpTo(userId: string, upToId: string, readAt: Date): Promise<boolean> {
  const { modifiedCount } = await NotificationModel.updateMany(
    { userId, _id: { $lte: upToId }, readAt: null },
    { $set: { readAt } },
  );
  return modifiedCount > 0;
}
