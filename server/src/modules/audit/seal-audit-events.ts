import { systemContext, type Services } from "../../platform/context.ts";
import { findHead, findUnsealed, storeSeals, type Seal } from "./audit-chain.repo.ts";
import { sealOf } from "./audit-tags.ts";

const BATCH = 200;
/** What the first row is bound to. */
export const CHAIN_BEGIN = "";

export interface ChainHead {
  seq: number;
  hash: string;
}

/**
 * Gives every row written so far its place: seq 1, 2, 3…, each bound to the one before. May run in several processes
 * at once and be killed anywhere: a batch is stored whole or not at all, and what is left waits for the next run.
 * Answers the end of the chain, null while there is none.
 */
export async function sealAuditEvents(services: Services): Promise<ChainHead | null> {
  // Sealing records no fact, so nothing has to be woken after it.
  const ctx = { ...systemContext(services, "audit-sealer"), pokeOutbox: () => undefined };
  for (;;) {
    // The end before the rows: a row read as waiting after it can only get a number behind it.
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
