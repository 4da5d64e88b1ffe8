import { systemContext, type Ctx, type Services } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { newId, recordFact, type Fact, type FactConsumer } from "../../platform/outbox.ts";
import { sealParams } from "./notification.present.ts";
import { insertNotification } from "./notification.repo.ts";
import { sentences, type Draft } from "./notification.sentences.ts";

async function tell(fact: Fact, services: Services): Promise<void> {
  const sentence = sentences[fact.type] as ((fact: Fact, ctx: Ctx) => Promise<Draft[]>) | undefined;
  const ctx = systemContext(services, "notifications", fact.requestId);
  for (const { params, ...draft } of (await sentence?.(fact, ctx)) ?? []) {
    const id = newId();
    try {
      await inTransaction(ctx, async () => {
        const sealedParams = sealParams(ctx.keys, id, params);
        await insertNotification(fact.id, { id, ...draft, sealedParams, createdAt: ctx.now() });
        await recordFact(ctx, {
          type: "notification:created",
          patientId: null,
          entity: { type: "notification", id },
          data: { notificationId: id, userId: draft.userId },
        });
      });
    } catch (error) {
      if (!duplicateKeyOf(error)?.includes("factId")) throw error;
    }
  }
}

/**
 * Turns facts into notifications. Each is written with a fact of its own, which the publisher sends to the browser;
 * that fact has no sentence, so it ends there. A fact delivered twice adds nothing.
 */
export const notify = { name: "notifications", deliver: tell } satisfies FactConsumer;
