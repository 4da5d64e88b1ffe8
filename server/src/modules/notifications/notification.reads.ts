import { z } from "zod";
import { idSchema, type pageInputSchema } from "@fuzhen/shared/fields.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import { recordAccess } from "../audit/index.ts";
import { countUnread, listOfUser } from "./notification.repo.ts";
import { presentLines } from "./silence.ts";

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
  return {
    items: await presentLines(ctx, page),
    nextCursor,
    unread: await countUnread(userId),
  };
}
