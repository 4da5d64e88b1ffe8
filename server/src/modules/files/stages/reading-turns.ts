import { Types } from "../../../platform/database.ts";
import type { Wish } from "../../../platform/work/work-rows.ts";
import { ranks } from "./file-work.repo.ts";

/** What one reader has before it. */
export interface Turn {
  ownerUserId: Types.ObjectId;
  slow: boolean;
}

const sort = { rank: 1, dueAt: 1 } as const;

/**
 * Who is read next, among owners: everybody one file at a time first, and whoever sends more gets further readers only while
 * one stays free for others; files that take long have one reader. So however many files somebody sends, and however long
 * each takes, the next person's photo finds a reader. What somebody is looking at goes before all of that.
 *
 * In order: what to ask the queue for, one after the other until there is something, by a reader who has none.
 */
export function turnsAfter(underWay: readonly Turn[], readers: number): Wish[] {
  // Files whose short try was not enough have their one reader.
  const quick = underWay.some(({ slow }) => slow) ? { slow: false } : {};
  const owners = [...new Set(underWay.map(({ ownerUserId }) => ownerUserId.toHexString()))].map(
    (id) => new Types.ObjectId(id),
  );
  const looked = { where: { ...quick, rank: ranks.looked }, sort };
  const anybodys = { where: quick, sort };
  if (owners.length === 0) return [looked, anybodys];
  const fair = { where: { ...quick, ownerUserId: { $nin: owners } }, sort };
  return underWay.length + 1 < readers ? [looked, fair, anybodys] : [looked, fair];
}
