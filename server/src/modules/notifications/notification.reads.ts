import type { z } from "zod";
import { idSchema, type pageInputSchema } from "@fuzhen/shared/fields.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { presentNotification } from "./notification.present.ts";
import { countUnread, listOfUser } from "./notification.repo.ts";

/** The caller's own notifications, newest first, and how many are unread. */
export async function listMine(
  ctx: Ctx,
  { cursor, limit }: z.infer<typeof pageInputSchema>,
): Promise<{ items: Notification[]; nextCursor: string | null; unread: number }> {
  const { userId } = actorOf(ctx);
  if (cursor !== undefined && !idSchema.safeParse(cursor).success)
    throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  const found = await listOfUser(userId, cursor ?? null, limit + 1);
  const page = found.slice(0, limit);
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
    items: page.map((record) => presentNotification(ctx.keys, record)),
    nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    unread: await countUnread(userId),
  };
}
