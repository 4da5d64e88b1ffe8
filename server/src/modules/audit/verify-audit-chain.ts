import type { ChainBreak } from "@fuzhen/shared/audit/audit.rules.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import { readAnchors, type Anchor } from "./audit-anchors.ts";
import { findHead, sealedAfter, strayRow, waitingRows } from "./audit-chain.repo.ts";
import type { SealedRow } from "./audit-row.ts";
import { judgeTags, ownSeqAmong } from "./audit-tags.ts";
import { CHAIN_BEGIN, type ChainHead } from "./seal-audit-events.ts";

/** A batch is about 20 ms of work; other requests are served while the next batch is read. */
const BATCH = 200;
/** How far around a row its original number is searched, to tell "moved" from "edited". */
const MOVED_WITHIN = 1000;

/** What is wrong, and at which number and row id; null where there is none to name. */
export interface FoundBreak {
  kind: ChainBreak;
  seq: number | null;
  id: string | null;
}

export interface ChainCheck {
  /** Rows looked at. */
  rows: number;
  /** Anchors compared with their rows. */
  anchors: number;
  /** Rows not sealed yet, which is normal for a second. */
  waiting: number;
  head: (ChainHead & { at: Date }) | null;
  /** The first one found; null: the trail is whole. */
  broken: FoundBreak | null;
}

/**
 * Walks the chain, or its last rows, and compares it with the anchors. Reads in batches so that the server goes on
 * serving, and changes nothing. Only somebody with the keys, the database and the anchors could forge the past without
 * being noticed here.
 */
export async function verifyAuditChain(
  services: Pick<Services, "env" | "keys" | "now" | "anchors">,
  { last = null }: { last?: number | null } = {},
): Promise<ChainCheck> {
  const end = (await findHead())?.seq ?? 0;
  const begin = last === null ? 0 : Math.max(0, end - last);
  // Read before the walk: rows sealed during it come after every anchor compared.
  const anchors = await readAnchors(services, begin);
  const check: ChainCheck = { rows: 0, anchors: 0, waiting: 0, head: null, broken: null };
  const walk = createWalk(services, anchors, begin);

  for (let after = Math.max(0, begin - 1); ;) {
    const rows = await sealedAfter(after, BATCH);
    if (rows.length === 0) break;
    for (const row of rows) {
      const broken = walk.step(row);
      if (broken) return { ...check, ...walk.counts(), broken };
      after = row.seq;
    }
  }
  Object.assign(check, walk.counts());
  const { count, late } = await waitingRows(new Date(services.now().getTime() - MINUTE_MS));
  check.waiting = count;
  const stray = last === null ? await strayRow() : null;
  if (walk.beyond()) check.broken = { kind: "cut", seq: (check.head?.seq ?? 0) + 1, id: null };
  else if (late) check.broken = { kind: "unsealed", seq: null, id: late };
  else if (stray) check.broken = { kind: "forged", seq: null, id: stray };
  return check;
}

/** Takes rows one by one in the order of their numbers; `begin` is the number before the first one judged. */
function createWalk({ keys }: Pick<Services, "keys">, anchors: readonly Anchor[], begin: number) {
  let previous: ChainHead = { seq: Math.max(0, begin - 1), hash: CHAIN_BEGIN };
  let head: ChainCheck["head"] = null;
  let rows = 0;
  let compared = 0;
  let next = anchors.findIndex(({ seq }) => seq > begin);
  if (next < 0) next = anchors.length;

  function judge(row: SealedRow): ChainBreak | null {
    const tags = judgeTags(keys, row);
    if (tags === "edited") return ownSeqAmong(keys, row, around(row.seq)) === null ? "edited" : "reordered";
    if (tags !== "whole") return tags;
    return row.prevHash === previous.hash ? null : "rewritten";
  }

  return {
    step(row: SealedRow): FoundBreak | null {
      const id = row._id.toHexString();
      if (row.seq !== previous.seq + 1) return { kind: "missing", seq: previous.seq + 1, id: null };
      // Rows up to `begin` are only needed for their hash.
      if (row.seq > begin) {
        const kind = judge(row);
        if (kind) return { kind, seq: row.seq, id };
        for (let anchor = anchors[next]; anchor?.seq === row.seq; anchor = anchors[++next]) {
          if (anchor.hash !== row.hash) return { kind: "rewritten", seq: row.seq, id };
          compared += 1;
        }
        rows += 1;
        head = { seq: row.seq, hash: row.hash, at: row.at };
      }
      previous = { seq: row.seq, hash: row.hash };
      return null;
    },
    counts: () => ({ rows, anchors: compared, head }),
    /** Whether an anchor names a place the trail does not reach. */
    beyond: () => next < anchors.length,
  };
}

function* around(seq: number): Generator<number> {
  for (let distance = 1; distance <= MOVED_WITHIN; distance++) {
    yield seq + distance;
    if (seq > distance) yield seq - distance;
  }
}
