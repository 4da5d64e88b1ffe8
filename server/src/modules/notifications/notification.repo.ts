import type { Notification, NotificationKind } from "@fuzhen/shared/notifications/notification.schema.ts";
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

/** Throws a duplicate key on `factId` when this user was told of the fact before. */
export async function insertNotification(
  factId: string,
  { id, ...notification }: Omit<NotificationRecord, "readAt">,
): Promise<void> {
  await NotificationModel.create([{ _id: id, factId, ...notification }]);
}

export async function findNotification(id: string): Promise<NotificationRecord | null> {
  const row = await NotificationModel.findById(id).lean();
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
