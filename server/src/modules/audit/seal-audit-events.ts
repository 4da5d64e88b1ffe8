import { systemContext, type Services } from "../../platform/context.ts";
import { findHead, findUnsealed, storeSeals, type Seal } from "./audit-chain.repo.ts";
import { sealOf } from "./audit-tags.ts";

const BATCH = 200;
/** Stands in for the previous hash at the first row. */
export const CHAIN_BEGIN = "";

export interface ChainHead {
  seq: number;
  hash: string;
}

/**
 * Gives every row written so far its number 1, 2, 3…, each tied to the one before. May run in several processes at once
 * and be killed at any point: a batch is stored whole or not at all, and the next run continues. Answers the end of the
 * chain, null while there is none.
 */
export async function sealAuditEvents(services: Services): Promise<ChainHead | null> {
  // Sealing records no fact, so the outbox need not be woken.
  const ctx = { ...systemContext(services, "audit-sealer"), pokeOutbox: () => undefined };
  for (;;) {
    // The end of the chain is read before the rows: a row found waiting afterwards can then only get a later number.
    const head = await findHead();
    const rows = await findUnsealed(BATCH);
    if (rows.length === 0) return head && { seq: head.seq, hash: head.hash };
    const seals: Seal[] = [];
    let last: ChainHead = head ?? { seq: 0, hash: CHAIN_BEGIN };
    for (const row of rows) {
      const place = { seq: last.seq + 1, prevHash: last.hash };
      const hash = sealOf(services.keys, row, place);
      seals.push({ row, ...place, hash });
      last = { seq: place.seq, hash };
    }
    await storeSeals(ctx, seals);
  }
}
