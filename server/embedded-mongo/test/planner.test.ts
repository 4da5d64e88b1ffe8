import { inspect } from "node:util";
import { Decimal128, Double, Long, ObjectId } from "bson";
import { expect, test } from "vitest";
import { encode } from "../src/bson/encode.ts";
import { Doc, doc, fromDriver } from "../src/bson/types.ts";
import type { Value } from "../src/bson/types.ts";
import { MongoError } from "../src/errors.ts";
import { compileFilter } from "../src/query/match.ts";
import { parseSort, sortItems, sortKey } from "../src/query/sort.ts";
import { Store } from "../src/server/store.ts";
import type { Collection } from "../src/store/catalog.ts";
import { integrityErrors } from "../src/store/check.ts";
import { planQuery } from "../src/store/plan.ts";
import { select } from "../src/store/select.ts";
import { compare } from "../src/values/compare.ts";
import { encodeKey } from "../src/values/key.ts";
import { long, random } from "./support.ts";

/** The planner's promise: whatever index it takes, the result is that of a full scan. */
const QUERIES = Number(process.env["FUZZ_QUERIES"] ?? (long ? 20_000 : 2_000));
const SEED = Number(process.env["FUZZ_SEED"] ?? 20261122);
const PER_COLLECTION = 250;
const next = random(SEED);
const below = (limit: number): number => Math.floor(next() * limit);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const chance = (share: number): boolean => next() < share;

const oid = new ObjectId();
const scalar = (): unknown =>
  pick<() => unknown>([
    () => below(5),
    () => below(5),
    () => new Double(below(5)),
    () => below(5) + 0.5,
    () => Long.fromNumber(below(5)),
    () => Decimal128.fromString(`${below(5)}.5`),
    () => pick(["a", "b", "bc", "", "a\0b"]),
    () => pick(["a", "b", "c"]),
    () => null,
    () => chance(0.5),
    () => new Date(below(3) * 1000),
    () => oid,
    () => Number.NaN,
    () => ({ x: below(2) }),
  ])();

const anyValue = (): unknown => {
  if (chance(0.15))
    return Array.from({ length: below(4) }, () =>
      chance(0.2) ? { x: scalar(), y: scalar() } : chance(0.1) ? [below(3)] : scalar(),
    );
  if (chance(0.15)) return { x: scalar(), y: chance(0.3) ? [scalar(), scalar()] : scalar() };
  return scalar();
};

const PATHS = ["a", "b", "c", "a.x", "b.x", "b.y", "c.x"];

const document = (id: number): Doc => {
  const out: Record<string, unknown> = { _id: id };
  for (const field of ["a", "b", "c"]) if (chance(0.85)) out[field] = anyValue();
  return doc(out);
};

const condition = (): unknown =>
  pick<() => unknown>([
    scalar,
    scalar,
    () => ({ $gt: scalar() }),
    () => ({ $gte: scalar(), $lt: scalar() }),
    () => ({ $lte: scalar() }),
    () => ({ $in: Array.from({ length: below(4) }, scalar) }),
    () => ({ $ne: scalar() }),
    () => ({ $exists: chance(0.5) }),
    () => ({ $eq: anyValue() }),
    () => ({ $elemMatch: { $gte: below(4), $lt: 5 } }),
    () => ({ $type: pick(["string", "number", "null", "array"]) }),
    () => ({ $nin: [scalar()] }),
    () => ({ $gt: scalar(), $in: [scalar(), scalar()] }),
    () => ({ $not: { $gt: below(4) } }),
  ])();

const filterOf = (depth = 0): Record<string, unknown> => {
  const out: Record<string, unknown> = {};
  for (let count = below(4); count > 0; count--) out[pick(PATHS)] = condition();
  if (depth < 2 && chance(0.2)) out[pick(["$or", "$and", "$nor"])] = [filterOf(depth + 1), filterOf(depth + 1)];
  if (chance(0.05)) out["_id"] = pick<unknown>([below(60), { $in: [1, 5, 9, 70] }, { $gt: 30 }]);
  return out;
};

const someFields = (most: number): string[] => {
  const fields = new Set<string>();
  for (let count = 1 + below(most); count > 0; count--) fields.add(pick(PATHS));
  return [...fields];
};

const indexSpec = (at: number): Doc => {
  const key: Record<string, number> = {};
  for (const field of someFields(3)) key[field] = chance(0.6) ? 1 : -1;
  const spec: Record<string, unknown> = { v: 2, key, name: `i${at}` };
  if (chance(0.2)) spec["sparse"] = true;
  else if (chance(0.25))
    spec["partialFilterExpression"] = pick<unknown>([
      { a: { $exists: true } },
      { b: { $gt: below(3) } },
      { c: "a" },
      { a: { $in: [1, 2, "a"] } },
      { a: { $lte: 3 }, b: { $type: "number" } },
    ]);
  return doc(spec);
};

const build = (store: Store, name: string): Doc[] => {
  const collection = store.catalog.create("fuzz", name);
  const indexes = Array.from({ length: 4 }, (_, at) => indexSpec(at));
  const documents: Doc[] = [];
  // Half the indexes exist before the documents, half are built over them.
  for (const spec of indexes.slice(0, 2)) store.catalog.addIndex(collection, spec);
  for (let id = 0; id < 40; id++) {
    const made = document(id);
    try {
      store.documents.insert(collection, made, encode(made));
      documents.push(made);
    } catch (error) {
      // Parallel arrays cannot be indexed together; such a document stays out.
      if (!(error instanceof MongoError) || error.code !== 171) throw error;
    }
  }
  for (const spec of indexes.slice(2)) {
    try {
      store.atomic(() =>
        store.documents.build(
          store.catalog.find(`fuzz.${name}`)!,
          store.catalog.addIndex(store.catalog.find(`fuzz.${name}`)!, spec),
        ),
      );
    } catch (error) {
      if (!(error instanceof MongoError) || error.code !== 171) throw error;
    }
  }
  return documents;
};

const ids = (documents: Doc[]): string =>
  documents
    .map((item) => Number(item["_id"]))
    .toSorted((a, b) => a - b)
    .join();

test(`${QUERIES} random queries over random indexes give what a scan gives`, () => {
  const store = new Store({ path: ":memory:", durable: false });
  let documents: Doc[] = [];
  let collection: Collection | undefined;
  let indexed = 0;
  let sortedByIndex = 0;
  const differences: string[] = [];
  store.begin();
  for (let query = 0; query < QUERIES; query++) {
    if (query % PER_COLLECTION === 0) {
      const name = `c${query}`;
      documents = build(store, name);
      collection = store.catalog.find(`fuzz.${name}`)!;
    }
    const raw = filterOf();
    const filter = doc(raw);
    const match = compileFilter(filter);
    const sortDoc: Record<string, number> = {};
    if (chance(0.5)) for (const field of someFields(2)) sortDoc[field] = chance(0.5) ? 1 : -1;
    const sort = parseSort(fromDriver(sortDoc));
    let expected: Doc[];
    const found = documents.filter((item) => match(item));
    try {
      expected = sort === undefined ? found : sortItems(found, (item) => item, sort, undefined);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      continue;
    }
    const plan = planQuery(collection!, filter, { sort });
    if (plan.index !== undefined) indexed++;
    if (plan.sorted) sortedByIndex++;
    const actual = Array.from(
      select(() => store.writer, collection, { filter, match, sort }),
      (row) => row.document(),
    );
    // Equal keys may come in any order, so the keys are compared in order and the documents as a set.
    const keys = (list: Doc[]) =>
      sort === undefined ? "" : list.map((item) => sortKey(item, sort).toString("hex")).join();
    if (keys(actual) !== keys(expected) || ids(actual) !== ids(expected))
      differences.push(`seed ${SEED} query ${query}: ${inspect(raw, { depth: 9 })} sort ${inspect(sortDoc)}`);
  }
  const damage = integrityErrors(store.writer);
  store.rollback();
  store.close();
  expect(damage).toEqual([]);
  expect(differences).toEqual([]);
  // The fuzz is worth nothing when it never reaches an index.
  expect(indexed).toBeGreaterThan(QUERIES * 0.3);
  expect(sortedByIndex).toBeGreaterThan(QUERIES * 0.03);
});

test("key bytes order values exactly as the comparison does", () => {
  const hard =
    "1E+6000 9E+5999 -1E+6000 0.1 1E-6000 123456789012345678901234567890.1234 123456789012345678901234567890.1235 Infinity -Infinity NaN 0 -0";
  const numbers: Value[] = [0.1, 2 ** 53, 2n ** 53n + 1n, -(2n ** 63n), 1e308, 5e-324, Infinity];
  numbers.push(...hard.split(" ").map((text) => Decimal128.fromString(text)));
  const pairs = numbers.flatMap((a) => numbers.map((b) => [a, b] as const));
  for (let round = 0; round < 20_000; round++) pairs.push([fromDriver(anyValue()), fromDriver(anyValue())]);
  const wrong = pairs.filter(([a, b]) => Math.sign(Buffer.compare(encodeKey(a), encodeKey(b))) !== compare(a, b));
  expect(wrong.map((pair) => inspect(pair))).toEqual([]);
});
