import type { CommittedFact } from "./committed-fact.ts";
import { isUser, type Ctx } from "./context.ts";
import { duplicateKeyOf, insideTransaction } from "./database.ts";
import { factOf, type FactType, type NewFact } from "./outbox.ts";
import { noteInTransaction } from "./transaction-pool.ts";

/** What a row that carries its own fact (fact-carrier.ts) says of who wrote it; the rest of the fact stands in the row itself. */
export type Told = Pick<CommittedFact, "actor" | "requestId" | "ip" | "userAgent">;

export const toldBy = ({ actor, requestId, ip, userAgent }: Ctx): Told => ({
  actor: isUser(actor)
    ? {
        userId: actor.userId,
        sessionId: actor.sessionId,
        role: actor.role,
        organizationId: actor.organizationId,
        specialistId: actor.specialistId,
      }
    : actor,
  requestId,
  ip,
  userAgent,
});

/**
 * Inserts a row that carries its fact, and hands the fact to the outbox: at once, or with the commit of the surrounding
 * transaction. `id` is both the row's and the fact's; `atHand` is for the consumers of this process.
 */
export async function insertWithFact<T extends FactType>(
  ctx: Ctx,
  { carriedBy, id, fact, atHand }: { carriedBy: string; id: string; fact: NewFact<T>; atHand: unknown },
  insert: () => Promise<void>,
): Promise<void> {
  const told = { ...factOf(ctx, fact, id), carriedBy, atHand };
  const alone = !insideTransaction();
  try {
    await insert();
  } catch (error) {
    // Where no answer came it may be stored all the same: the outbox will look.
    if (alone && !duplicateKeyOf(error)) ctx.pokeOutbox([{ ...told, doubtful: true }]);
    throw error;
  }
  if (alone) ctx.pokeOutbox([told]);
  else noteInTransaction(told);
}
