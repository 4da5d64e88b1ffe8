import { systemContext, type Ctx, type Services } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { newId, recordFact, type Fact, type FactConsumer } from "../../platform/outbox.ts";
import { createTogether, type Outcome } from "../../platform/together.ts";
import { sealParams } from "./notification.present.ts";
import { insertNotification } from "./notification.repo.ts";
import { sentences, type Draft } from "./notification.sentences.ts";

/** What a fact tells one person. */
interface Line {
  ctx: Ctx;
  factId: string;
  draft: Draft;
}

/** Lines that come while others are being written go together in the next transaction. */
const writeTogether = createTogether<Line, void>({
  most: 100,
  waitMs: 30_000,
  restMs: 50,
  keysOf: () => [],
  async work(lines) {
    try {
      await write(lines);
      return lines.map(() => ({ done: undefined }));
    } catch (error) {
      if (!toldBefore(error)) throw error;
    }
    // One of them stands already; which, each finds out for itself.
    const outcomes: Outcome<void>[] = [];
    for (const line of lines)
      outcomes.push(
        await write([line]).then(
          () => ({ done: undefined }),
          (refusal: unknown) => (toldBefore(refusal) ? { done: undefined } : { refusal }),
        ),
      );
    return outcomes;
  },
});

/** Errors of many rows have no more than the name of the index. */
const toldBefore = (error: unknown): boolean =>
  duplicateKeyOf(error) !== null && error instanceof Error && /\bindex: factId_1_userId_1\b/.test(error.message);

async function write(lines: readonly Line[]): Promise<void> {
  const [first] = lines;
  if (!first) return;
  await inTransaction(first.ctx, async () => {
    for (const {
      ctx,
      factId,
      draft: { params, ...draft },
    } of lines) {
      const id = newId();
      const sealedParams = sealParams(ctx.keys, id, params);
      await insertNotification({ id, factId, ...draft, sealedParams, createdAt: ctx.now() });
      await recordFact(ctx, {
        type: "notification:created",
        patientId: null,
        entity: { type: "notification", id },
        data: { notificationId: id, userId: draft.userId },
      });
    }
  });
}

async function tell(fact: Fact, services: Services): Promise<void> {
  const sentence = sentences[fact.type] as ((fact: Fact, ctx: Ctx) => Promise<Draft[]>) | undefined;
  if (!sentence) return;
  const ctx = systemContext(services, "notifications", fact.requestId);
  const drafts = await sentence(fact, ctx);
  await Promise.all(drafts.map((draft) => writeTogether({ ctx, factId: fact.id, draft })));
}

/**
 * Turns facts into notifications. Each is written with a fact of its own, which the publisher sends to the browser;
 * that fact has no sentence, so it ends there. A fact delivered twice adds nothing.
 */
export const notify = { name: "notifications", deliver: tell } satisfies FactConsumer;
