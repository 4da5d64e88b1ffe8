import { isDoc, isNumeric } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";
import { compare } from "../values/compare.ts";
import type { StringCompare } from "../values/compare.ts";
import { encodeTuple } from "../values/key.ts";
import { wholeNumber } from "../values/numbers.ts";
import { checkFieldPath, dollarName } from "./field-path.ts";
import { tuplesOf } from "./tuples.ts";

export interface SortSpec {
  fields: string[];
  paths: string[][];
  directions: (1 | -1)[];
}

export const parseSort = (value: Value): SortSpec | undefined => {
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) throw new MongoError("TypeMismatch", "Expected field sort to be of type object");
  const fields = Object.keys(value);
  if (fields.length === 0) return undefined;
  if (fields.length > 32) throw new MongoError(13103, "too many compound keys");
  if (fields.length > 1 && fields.some((field) => /^\d+$/.test(field)))
    throw new MongoError(
      "NotImplemented",
      "sorting by several fields of which one is named by a number is not supported by the embedded database, which keeps no order of them",
    );
  const directions = fields.map((field): 1 | -1 => {
    const direction = value[field];
    if (field.startsWith("$"))
      throw field === "$natural"
        ? new MongoError("NotImplemented", "$natural sort is not supported by the embedded database")
        : dollarName(field);
    checkFieldPath(field);
    if (isDoc(direction))
      throw new MongoError("NotImplemented", "$meta sorts are not supported by the embedded database");
    const sign = isNumeric(direction) ? wholeNumber(direction) : undefined;
    if (sign !== 1 && sign !== -1)
      throw new MongoError(15975, "$sort key ordering must be 1 (for ascending) or -1 (for descending)");
    return sign;
  });
  return { fields, paths: fields.map((field) => field.split(".")), directions };
};

const parallel = () => badValue("cannot sort with keys that are parallel arrays");

/** A document sorts by its smallest tuple under the sort pattern, so descending takes an array's largest element. */
export const sortKey = (document: Doc, spec: SortSpec): Buffer => {
  const { list } = tuplesOf(document, spec.paths, parallel);
  let best = encodeTuple(list[0]!, spec.directions);
  for (let index = 1; index < list.length; index++) {
    const key = encodeTuple(list[index]!, spec.directions);
    if (Buffer.compare(key, best) < 0) best = key;
  }
  return best;
};

const compareTuples = (a: readonly Value[], b: readonly Value[], spec: SortSpec, strings: StringCompare): number => {
  for (let index = 0; index < a.length; index++) {
    const result = compare(a[index], b[index], strings);
    if (result !== 0) return result * spec.directions[index]!;
  }
  return 0;
};

/** Gives each document its key and compares keys: bytes normally, values under a collation. */
export interface Sorter<K> {
  key: (document: Doc) => K;
  compare: (a: K, b: K) => number;
}

/**
 * Keys as strings whose order is that of their bytes: a string takes a third of a Buffer's memory, and a large sort
 * holds many.
 */
const byBytes = (spec: SortSpec): Sorter<string> => ({
  key: (document) => sortKey(document, spec).toString("latin1"),
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
});

const byCollation = (spec: SortSpec, strings: StringCompare): Sorter<Value[]> => ({
  key: (document) =>
    tuplesOf(document, spec.paths, parallel).list.reduce((best, tuple) =>
      compareTuples(tuple, best, spec, strings) < 0 ? tuple : best,
    ),
  compare: (a, b) => compareTuples(a, b, spec, strings),
});

const run = <T, K>(items: Iterable<T>, document: (item: T) => Doc, sorter: Sorter<K>, keep: number): T[] => {
  const compareEntries = (a: { key: K }, b: { key: K }) => sorter.compare(a.key, b.key);
  let entries: { key: K; item: T }[] = [];
  for (const item of items) {
    entries.push({ key: sorter.key(document(item)), item });
    // With a limit only the best are kept, so that memory does not grow with the collection.
    if (entries.length >= 2 * keep + 1024) entries = entries.toSorted(compareEntries).slice(0, keep);
  }
  return entries
    .toSorted(compareEntries)
    .slice(0, keep)
    .map((entry) => entry.item);
};

/** Stable sort; gives the first `keep` items. */
export const sortItems = <T>(
  items: Iterable<T>,
  document: (item: T) => Doc,
  spec: SortSpec,
  strings: StringCompare | undefined,
  keep = Infinity,
): T[] =>
  strings === undefined
    ? run(items, document, byBytes(spec), keep)
    : run(items, document, byCollation(spec, strings), keep);
