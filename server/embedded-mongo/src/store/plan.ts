import { compare } from "../values/compare.ts";
import { wholeNumber } from "../values/numbers.ts";
import type { Value } from "../bson/types.ts";
import { Doc, isArray, isDoc, isNumeric } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";
import { isIndex } from "../query/paths.ts";
import type { SortSpec } from "../query/sort.ts";
import { conditionsOf, intersect, intervalsOf } from "./bounds.ts";
import type { Condition, Interval } from "./bounds.ts";
import type { Collection, Index } from "./catalog.ts";
import { impliesIndex } from "./implies.ts";

/** A closed range of index keys; `high` is padded so that it includes every key that starts with the bound. */
export interface Range {
  low: Buffer;
  high: Buffer;
  /** Every field is bound to one value: `low` is the whole key. */
  whole?: boolean;
}

export interface Plan {
  /** undefined: the table itself, in natural order. "id": the table by _id key. */
  index: Index | "id" | undefined;
  ranges: Range[];
  reverse: boolean;
  /** The scan gives documents in the wanted order. */
  sorted: boolean;
  /** The bounds alone decide: no need to decode and match. */
  exact: boolean;
  /** One document may turn up more than once. */
  dedupe: boolean;
}

export interface PlanOptions {
  sort?: SortSpec | undefined;
  hint?: Value;
  collated?: boolean;
  limited?: boolean;
}

/** More points than this are scanned as one range, so that crossed $in lists cannot explode. */
const MAX_RANGES = 2000;
const PAD = Buffer.alloc(20, 255);

interface Access {
  index: Index | "id";
  fields: readonly string[];
  directions: readonly (1 | -1)[];
  multikey: readonly boolean[];
}

const invert = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => 255 - byte));

const oriented = (intervals: Interval[], direction: 1 | -1): Interval[] =>
  direction === 1
    ? intervals
    : intervals.map(({ low, high, point }) => ({ low: invert(high), high: invert(low), point })).toReversed();

const root = (field: string): string => field.split(".")[0]!;

interface Bounds {
  ranges: Range[];
  /** How many points each bounded leading field has; Infinity for a range. */
  counts: number[];
  used: Set<Condition>;
  impossible: boolean;
}

/** Equality and $in on leading fields, then at most one range. */
const boundsOf = (access: Access, conditions: readonly Condition[], collated: boolean): Bounds => {
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  const counts: number[] = [];
  const used = new Set<Condition>();
  const boundRoots = new Set<string>();
  const result = (ranges: Range[], impossible = false): Bounds => ({ ranges, counts, used, impossible });
  for (let at = 0; at < access.fields.length; at++) {
    const field = access.fields[at]!;
    // Two conditions on one array may be met by different elements, whose keys are different tuples.
    if (access.multikey[at] === true && boundRoots.has(root(field))) break;
    const found = conditions
      .filter((condition) => condition.path === field)
      .map((condition) => ({ condition, intervals: intervalsOf(condition, collated) }))
      .filter((entry): entry is { condition: Condition; intervals: Interval[] } => entry.intervals !== undefined)
      .toSorted((a, b) => Number(b.intervals.every((i) => i.point)) - Number(a.intervals.every((i) => i.point)));
    if (found.length === 0) break;
    boundRoots.add(root(field));
    let intervals = found[0]!.intervals;
    used.add(found[0]!.condition);
    if (access.multikey[at] !== true) {
      for (const { condition, intervals: more } of found.slice(1)) {
        intervals = intersect(intervals, more);
        used.add(condition);
      }
    }
    if (intervals.length === 0) return result([], true);
    const points = intervals.every((interval) => interval.point);
    const next = oriented(intervals, access.directions[at]!);
    if (!points || prefixes.length * next.length > MAX_RANGES) {
      counts.push(Infinity);
      const merged = points ? [{ low: next[0]!.low, high: next.at(-1)!.high }] : next;
      return result(
        prefixes.flatMap((prefix) =>
          merged.map(({ low, high }) => ({
            low: Buffer.concat([prefix, low]),
            high: Buffer.concat([prefix, high, PAD]),
          })),
        ),
      );
    }
    counts.push(next.length);
    prefixes = prefixes.flatMap((prefix) => next.map(({ low }) => Buffer.concat([prefix, low])));
  }
  const whole = counts.length === access.fields.length;
  return result(prefixes.map((prefix) => ({ low: prefix, high: Buffer.concat([prefix, PAD]), whole })));
};

/** 1 or -1 when scanning forwards or backwards gives the sort order, 0 when neither does. */
const orderOf = (access: Access, counts: readonly number[], sort: SortSpec): 1 | -1 | 0 => {
  const boundMultikey = access.multikey.some((multikey, at) => multikey && at < counts.length);
  const constant = (at: number) => counts[at] === 1 && access.multikey[at] !== true;
  let direction: 1 | -1 | 0 = 0;
  let at = 0;
  for (let wanted = 0; wanted < sort.fields.length;) {
    const field = sort.fields[wanted]!;
    const position = access.fields.indexOf(field);
    if (position >= 0 && position < at && constant(position)) {
      wanted++;
      continue;
    }
    if (at >= access.fields.length) return 0;
    if (access.fields[at] === field) {
      // The first key met must be the document's smallest of all, not the smallest within some bounds.
      if (access.multikey[at] === true && boundMultikey) return 0;
      const same: 1 | -1 = access.directions[at] === sort.directions[wanted] ? 1 : -1;
      if (!constant(at)) {
        if (direction === 0) direction = same;
        else if (direction !== same) return 0;
      }
      wanted++;
      at++;
    } else if (counts[at] === 1) {
      // Also where the field is an array: with one bound value a document stands under one of its elements once, so
      // what follows is in order.
      at++;
    } else return 0;
  }
  return direction === 0 ? 1 : direction;
};

/** Whether a filter says anything ($or, $nor, $expr …) that is no Condition, also within $and. */
const saysMore = (filter: Doc): boolean =>
  Object.entries(filter).some(([key, operand]) =>
    key === "$and"
      ? !isArray(operand) || operand.some((clause) => !isDoc(clause) || saysMore(clause))
      : key.startsWith("$"),
  );

const isExact = (conditions: readonly Condition[], bounds: Bounds, filter: Doc): boolean =>
  !saysMore(filter) &&
  bounds.used.size === conditions.length &&
  !bounds.counts.includes(Infinity) &&
  conditions.every(
    ({ operator, operand }) =>
      (operator === "$eq" && operand !== null && operand !== undefined) ||
      (operator === "$in" && isArray(operand) && !operand.some((item) => item === null || item === undefined)),
  );

const naturalOf = (hint: Doc): "natural" => {
  const direction = hint["$natural"];
  const sign = isNumeric(direction) ? wholeNumber(direction) : undefined;
  if (Object.keys(hint).length > 1 || (sign !== 1 && sign !== -1))
    throw badValue("the hint $natural must stand alone and be 1 or -1");
  if (sign === -1)
    throw new MongoError("NotImplemented", "the hint {$natural: -1} is not supported by the embedded database");
  return "natural";
};

const hinted = (collection: Collection, hint: Value): Index | "id" | "natural" | undefined => {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (hint === "_id_" || (isDoc(hint) && Object.keys(hint).join() === "_id")) return "id";
  if (isDoc(hint) && "$natural" in hint) return naturalOf(hint);
  const found = collection.indexes.find((index) =>
    typeof hint === "string" ? index.name === hint : isDoc(hint) && sameKeys(index, hint),
  );
  if (found === undefined)
    throw badValue(
      "error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index",
    );
  return found;
};

const sameKeys = (index: Index, key: Doc): boolean =>
  Object.keys(key).join("\0") === index.fields.join("\0") &&
  index.fields.every((field, at) => compare(key[field], 0) < 0 === (index.directions[at] === -1));

const ID: Access = { index: "id", fields: ["_id"], directions: [1], multikey: [false] };
const accessOf = (index: Index): Access => ({
  index,
  fields: index.fields,
  directions: index.directions,
  multikey: index.multikey,
});

const scan = (): Plan => ({ index: undefined, ranges: [], reverse: false, sorted: false, exact: false, dedupe: false });

/**
 * Chooses how to find candidates. Whatever it chooses, the result is the same as that of a full scan (the planner
 * fuzz holds it to that); only the cost differs.
 */
export const planQuery = (collection: Collection, filter: Doc, options: PlanOptions = {}): Plan => {
  const hint = hinted(collection, options.hint);
  if (hint === "natural") return scan();
  const conditions = conditionsOf(filter);
  const collated = options.collated === true;
  let best: { plan: Plan; score: number } | undefined;
  const accesses = [ID, ...collection.indexes.map(accessOf)];
  for (const access of accesses) {
    const { index } = access;
    if (hint !== undefined && hint !== index) continue;
    if (index !== "id") {
      if (index.paths.some((parts) => parts.some(isIndex))) continue;
      if (!impliesIndex(index, conditions, collated)) {
        // A hint is followed even where it changes the result: with a sparse index, what is not in the index is not
        // found.
        if (hint !== index) continue;
        if (index.partial !== undefined)
          throw new MongoError(
            291,
            "error processing query: planner returned error :: caused by :: No query solutions: the hinted partial index does not hold all the query asks for",
          );
      }
    }
    const bounds = boundsOf(access, conditions, collated);
    const direction = options.sort === undefined || collated ? 0 : orderOf(access, bounds.counts, options.sort);
    const points = bounds.counts.filter((count) => count !== Infinity).length;
    const complete = points === access.fields.length && (index === "id" || index.unique);
    const score =
      (bounds.impossible || complete ? 1000 : 0) +
      points * 10 +
      (bounds.counts.includes(Infinity) ? 4 : 0) +
      (direction === 0 ? 0 : options.limited === true ? 6 : 3);
    if (score === 0 && hint === undefined) continue;
    if (best !== undefined && best.score >= score) continue;
    best = {
      score,
      plan: {
        index,
        ranges: bounds.impossible ? [] : bounds.ranges,
        reverse: direction === -1,
        sorted: direction !== 0,
        exact: isExact(conditions, bounds, filter),
        dedupe: access.multikey.includes(true),
      },
    };
  }
  return best?.plan ?? planOfBranches(collection, filter, options) ?? scan();
};

/**
 * A filter that one index finds for every branch of an $or: the ranges of all of them. What stands beside the $or helps to
 * find each of them, too.
 */
const planOfBranches = (collection: Collection, filter: Doc, options: PlanOptions): Plan | undefined => {
  const { $or: branches, ...rest } = filter;
  if (!isArray(branches) || branches.length === 0) return undefined;
  const ranges: Range[] = [];
  let index: Plan["index"];
  for (const branch of branches) {
    if (!isDoc(branch)) return undefined;
    const whole = Object.assign(new Doc(), { $and: [Object.assign(new Doc(), rest), branch] });
    const found = planQuery(collection, whole, { hint: options.hint, collated: options.collated ?? false });
    if (found.index === undefined || (index !== undefined && found.index !== index)) return undefined;
    index = found.index;
    ranges.push(...found.ranges);
    if (ranges.length > MAX_RANGES) return undefined;
  }
  // Two branches may find the same document.
  return { index, ranges, reverse: false, sorted: false, exact: false, dedupe: true };
};
