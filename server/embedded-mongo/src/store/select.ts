import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import type { Deadline } from "../deadline.ts";
import type { Matcher } from "../query/match.ts";
import type { SortSpec } from "../query/sort.ts";
import { sortItems } from "../query/sort.ts";
import type { StringCompare } from "../values/compare.ts";
import type { Collection } from "./catalog.ts";
import { planQuery } from "./plan.ts";
import { readRow, scanPlan } from "./scan.ts";
import type { Source } from "./scan.ts";

export interface Selection {
  filter: Doc;
  match: Matcher;
  sort?: SortSpec | undefined;
  skip?: number;
  limit?: number;
  hint?: Value;
  strings?: StringCompare | undefined;
  deadline?: Deadline | undefined;
}

/** A matching document. `document()` decodes at most once. */
export interface Selected {
  row: number;
  bytes: Uint8Array;
  document: () => Doc;
}

const selected = (row: number, bytes: Uint8Array, decoded?: Doc): Selected => {
  let kept = decoded;
  return { row, bytes, document: () => (kept ??= decode(bytes)) };
};

/** Runs a query: candidates from the planner, the matcher's decision, then order, skip and limit. Lazy. */
export function* select(source: Source, collection: Collection | undefined, query: Selection): Generator<Selected> {
  if (collection === undefined) return;
  const { sort, match, skip = 0, limit = Infinity } = query;
  const plan = planQuery(collection, query.filter, {
    sort,
    hint: query.hint,
    collated: query.strings !== undefined,
    limited: limit !== Infinity,
  });
  const all = Object.keys(query.filter).length === 0;
  function* matching(): Generator<Selected> {
    let seen = 0;
    for (const { row, bytes } of scanPlan(source, collection!, plan, Math.min(limit + skip, 32))) {
      if ((++seen & 255) === 0) query.deadline?.check();
      if (plan.exact || all) yield selected(row, bytes);
      else {
        const document = decode(bytes);
        if (match(document)) yield selected(row, bytes, document);
      }
    }
  }
  function* sorted(): Generator<Selected> {
    // Only row numbers and sort keys stay in memory; documents are read again when they are wanted.
    const keep = limit === Infinity ? Infinity : limit + skip;
    const current = { document: undefined as Doc | undefined };
    function* rows(): Generator<number> {
      for (const item of matching()) {
        current.document = item.document();
        yield item.row;
      }
    }
    for (const row of sortItems(rows(), () => current.document!, sort!, query.strings, keep)) {
      const bytes = readRow(source, collection!, row);
      if (bytes !== undefined) yield selected(row, bytes);
    }
  }
  let position = 0;
  for (const item of sort === undefined || plan.sorted ? matching() : sorted()) {
    if (position++ < skip) continue;
    yield item;
    if (position >= limit + skip) return;
  }
}
