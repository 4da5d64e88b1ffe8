import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./notification.facts.ts";
import { countUnread, markReadUpTo } from "./notification.repo.ts";

/** The caller has seen their lines up to this one; those that came after stay unread. Harmless when repeated. All their devices hear of it. */
export async function markRead(ctx: Ctx, { upToId }: { upToId: string }): Promise<{ unread: number }> {
  const { userId } = actorOf(ctx);
  await inTransaction(ctx, async () => {
    if (!(await markReadUpTo(userId, upToId, ctx.now()))) return;
    await recordFact(ctx, {
      type: "notification:read",
      patientId: null,
      entity: { type: "Notifications", id: userId },
      data: { userId },
    });
  });
  return { unread: await countUnread(userId) };
}
