import type { Services } from "../../platform/context.ts";
import { findHead, findUnsealed, storeSeals, type Seal } from "./audit-chain.repo.ts";
import type { Keys } from "../../platform/keys.ts";
import type { AuditRow } from "./audit-row.ts";
import { sealOf } from "./audit-tags.ts";

const BATCH = 200;
/** Stands in for the previous hash at the first row. */
export const CHAIN_BEGIN = "";

export interface ChainHead {
  seq: number;
  hash: string;
}

/** These rows with the places after the end of the chain, each tied to the one before. */
export function placesAfter(keys: Keys, end: ChainHead | null, rows: readonly AuditRow[]): Seal[] {
  let last: ChainHead = end ?? { seq: 0, hash: CHAIN_BEGIN };
  return rows.map((row) => {
    const place = { seq: last.seq + 1, prevHash: last.hash };
    const hash = sealOf(keys, row, place);
    last = { seq: place.seq, hash };
    return { row, ...place, hash };
  });
}

/**
 * Gives every row written so far its number 1, 2, 3…, each tied to the one before. May run in several processes at once
 * and be killed at any point: what is stored is whole as far as it goes, and the next run continues. Answers the end of the
 * chain, null while there is none.
 */
export async function sealAuditEvents(services: Services): Promise<ChainHead | null> {
  for (;;) {
    // The end of the chain is read before the rows: a row found waiting afterwards can then only get a later number.
    const head = await findHead();
    const rows = await findUnsealed(BATCH);
    if (rows.length === 0) return head && { seq: head.seq, hash: head.hash };
    await storeSeals(placesAfter(services.keys, head, rows));
  }
}
