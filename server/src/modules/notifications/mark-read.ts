import { actorOf, type Ctx } from "../../platform/context.ts";
import { countUnread, markReadUpTo } from "./notification.repo.ts";

/** Marks the caller's notifications up to this one as read; later ones stay unread. Harmless when repeated. */
export async function markRead(ctx: Ctx, { upToId }: { upToId: string }): Promise<{ unread: number }> {
  const { userId } = actorOf(ctx);
  await markReadUpTo(userId, upToId, ctx.now());
  return { unread: await countUnread(userId) };
}
