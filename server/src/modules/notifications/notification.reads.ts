import { z } from "zod";
import { idSchema, type pageInputSchema } from "@fuzhen/shared/fields.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import { patientsOfAppointments } from "../appointments/index.ts";
import { recordAccess } from "../audit/index.ts";
import { accessibleAmong, recallableAmong } from "../care-access/index.ts";
import { presentNotification } from "./notification.present.ts";
import { countUnread, listOfUser, type NotificationRecord } from "./notification.repo.ts";

/**
 * Lines that told a specialist of a patient of whom they may not be reminded now (R54, R4): they stay, without the name.
 */
async function unnamedAmong(ctx: Ctx, page: readonly NotificationRecord[]): Promise<Set<string>> {
  const about = page.filter(({ subject }) => subject.type === "appointment");
  if (actorOf(ctx).role !== "specialist" || about.length === 0) return new Set();
  const patients = await patientsOfAppointments(about.map(({ subject }) => subject.id));
  const ids = [...new Set(patients.values())];
  const [open, recalled] = [await accessibleAmong(ctx, ids, "read-appointment"), await recallableAmong(ctx, ids)];
  const named = (patientId: string | undefined) =>
    patientId !== undefined && (open.has(patientId) || recalled.has(patientId));
  return new Set(about.filter(({ subject }) => !named(patients.get(subject.id))).map(({ id }) => id));
}

const placeSchema = z.object({ id: idSchema });

/** The caller's own notifications, newest first, and how many are unread. */
export async function listMine(
  ctx: Ctx,
  { cursor, limit }: z.infer<typeof pageInputSchema>,
): Promise<{ items: Notification[]; nextCursor: string | null; unread: number }> {
  const { userId } = actorOf(ctx);
  const found = await listOfUser(userId, readCursor(placeSchema, cursor)?.id ?? null, limit + 1);
  const { items: page, nextCursor } = cutPage(found, limit, ({ id }) => ({ id }));
  // Notifications name people. The log row names the subjects, from which the patients follow.
  await recordAccess(ctx, {
    patientIds: [],
    entity: { type: "Notifications", id: userId },
    action: "list",
    purpose: "read-notification",
    outcome: "allowed",
    data: { count: page.length, subjects: page.map(({ subject }) => `${subject.type}/${subject.id}`) },
  });
  const silent = await unnamedAmong(ctx, page);
  return {
    items: page.map((record) => {
      const line = presentNotification(ctx.keys, record);
      return silent.has(record.id) ? { ...line, params: { ...line.params, patientName: "" } } : line;
    }),
    nextCursor,
    unread: await countUnread(userId),
  };
}
