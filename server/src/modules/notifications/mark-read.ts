import { actorOf, type Ctx } from "../../platform/context.ts";
import { countUnread, markReadUpTo } from "./notification.repo.ts";

/** The caller has seen their lines up to this one; those that came after stay unread. Harmless when repeated. */
export async function markRead(ctx: Ctx, { upToId }: { upToId: string }): Promise<{ unread: number }> {
  const { userId } = actorOf(ctx);
  await markReadUpTo(userId, upToId, ctx.now());
  return { unread: await countUnread(userId) };
}
