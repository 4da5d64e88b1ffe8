import { expect, test } from "vitest";
import { computed, matchEnv } from "../src/aggregate/env.ts";
import { compilePipeline } from "../src/aggregate/pipeline.ts";
import type { Host } from "../src/aggregate/stage.ts";
import { decode } from "../src/bson/decode.ts";
import { encode } from "../src/bson/encode.ts";
import { BSONRegExp, Binary, Decimal128, Doc, Double, ObjectId, Timestamp, doc, isArray } from "../src/bson/types.ts";
import type { Value } from "../src/bson/types.ts";
import { MongoError } from "../src/errors.ts";
import { compileFilter } from "../src/query/match.ts";
import { getPath } from "../src/query/paths.ts";
import { compileUpdate } from "../src/update/apply.ts";
import { equal } from "../src/values/compare.ts";
import { random } from "./support.ts";

/**
 * Random documents, filters and updates, checked against rules that hold whatever they are: a question asked in two
 * ways has one answer, and an update leaves what it says. If one of the two ways is wrong, the answers differ.
 */
const ROUNDS = 500;
const next = random(20261130);
const below = (count: number): number => Math.floor(next() * count);
const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
const list = <T>(make: () => T, most = 3): T[] => Array.from({ length: below(most + 1) }, make);

const SCALARS: readonly Value[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  2,
  -1,
  new Double(1),
  1.5,
  Number.NaN,
  Infinity,
  2n,
  2n ** 63n - 1n,
  Decimal128.fromString("1.0"),
  Decimal128.fromString("1.5"),
  Decimal128.fromString("NaN"),
  "",
  "a",
  "ab",
  "\u{1F600}",
  new Date(0),
  new Date(1),
  new ObjectId("507f1f77bcf86cd799439011"),
  new Binary(Buffer.from("a")),
  new Timestamp({ t: 1, i: 1 }),
];

const scalar = (): Value => pick(SCALARS);
const record = (depth = 2): Doc => doc(Object.fromEntries(list(() => [pick(["a", "b", "c"]), value(depth)] as const)));
const value = (depth = 2): Value => {
  const kind = depth === 0 ? 0 : below(10);
  if (kind === 8) return list(() => value(depth - 1));
  return kind === 9 ? record(depth - 1) : scalar();
};
const PATHS = ["a", "b", "c", "a.b", "a.c", "b.a", "a.0", "b.1", "a.b.c", "a.0.b"];
const path = (): string => pick(PATHS);

const condition = (): Doc =>
  doc(
    pick<() => Record<string, unknown>>([
      () => ({ $eq: value() }),
      () => ({ $ne: value() }),
      () => ({ $gt: scalar() }),
      () => ({ $gte: scalar() }),
      () => ({ $lt: scalar() }),
      () => ({ $lte: value() }),
      () => ({ $in: list(value, 12) }),
      () => ({ $nin: list(value, 4) }),
      () => ({ $exists: pick([true, false]) }),
      () => ({ $type: pick(["number", "string", "array", "object", "null", "int", "double", "long", "decimal"]) }),
      () => ({ $size: below(3) }),
      () => ({ $all: list(scalar, 2) }),
      () => ({ $mod: [2, below(2)] }),
      () => ({ $regex: "^a" }),
      () => ({ $not: doc({ $gt: scalar() }) }),
      () => ({ $elemMatch: doc({ $gte: scalar(), $lte: scalar() }) }),
      () => ({ $elemMatch: doc({ [pick(["a", "b"])]: scalar() }) }),
      () => ({ $bitsAllSet: below(4) }),
    ])(),
  );

const filter = (depth = 2): Doc => {
  const kind = depth === 0 ? 0 : below(8);
  if (kind === 6) return doc({ $or: [filter(depth - 1), filter(depth - 1)] });
  if (kind === 7) return doc({ $and: [filter(depth - 1), filter(depth - 1)] });
  return doc({ [path()]: kind === 5 ? value() : condition() });
};

const variables = { now: new Date(0), vars: {} };
const env = matchEnv(variables);
const host = (documents: readonly Doc[]): Host => ({ db: "d", read: () => documents, indexed: () => false });

/** Told beside a result, so that a failing round shows what it was about. */
const hex = (value: Value): string => encode({ value }).toString("hex");

test("a question asked in two ways has one answer", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const documents = Array.from({ length: 20 }, (_, at) => Object.assign(record(3), { _id: at }));
    const find = (query: Record<string, unknown>): number[] => {
      const match = compileFilter(doc(query), env);
      return documents.flatMap((document, at) => (match(document) ? [at] : []));
    };
    const pipe = (...stages: Doc[]): Doc[] => [...compilePipeline(stages, host(documents), variables)(documents)];
    const without = (found: readonly number[]) => documents.flatMap((_, at) => (found.includes(at) ? [] : [at]));
    const [f, g] = [filter(), filter()];
    const [inF, inG] = [find(f), find(g)];
    const [at, x, y] = [path(), value(1), value(1)];
    const either = documents.flatMap((_, id) => (inF.includes(id) || inG.includes(id) ? [id] : []));
    const isIn = find({ [at]: doc({ $in: [x, y] }) });
    const isX = find({ [at]: doc({ $eq: x }) });
    const told = { f: hex(f), g: hex(g), at, x: hex(x), y: hex(y), documents: documents.map(hex) };
    expect({
      told,
      nor: find({ $nor: [f] }),
      and: find({ $and: [f, g] }),
      or: find({ $or: [f, g] }),
      norBoth: find({ $nor: [f, g] }),
      match: pipe(doc({ $match: f })).map(({ _id }) => _id),
      later: pipe(doc({ $set: doc({ zz: 1 }) }), doc({ $match: f })).map(({ _id }) => _id),
      count: pipe(doc({ $match: f }), doc({ $count: "n" }))[0]?.["n"] ?? 0,
      group: pipe(doc({ $match: f }), doc({ $group: doc({ _id: null, n: doc({ $sum: 1 }) }) }))[0]?.["n"] ?? 0,
      in: isIn,
      longIn: find({ [at]: doc({ $in: [x, y, ...Array.from({ length: 10 }, () => x)] }) }),
      nin: find({ [at]: doc({ $nin: [x, y] }) }),
      ne: find({ [at]: doc({ $ne: x }) }),
      not: find({ [at]: doc({ $not: doc({ $eq: x }) }) }),
      gte: find({ [at]: doc({ $gte: x }) }),
      lte: find({ [at]: doc({ $lte: x }) }),
      allOfOne: find({ [at]: doc({ $all: [x] }) }),
      stored: documents
        .map((document) => decode(encode(document)))
        .flatMap((document, id) => (compileFilter(f, env)(document) ? [id] : [])),
    }).toEqual({
      told,
      nor: without(inF),
      and: inF.filter((id) => inG.includes(id)),
      or: either,
      norBoth: without(either),
      match: inF,
      later: inF,
      count: inF.length,
      group: inF.length,
      in: find({ $or: [doc({ [at]: doc({ $eq: x }) }), doc({ [at]: doc({ $eq: y }) })] }),
      longIn: isIn,
      nin: without(isIn),
      ne: without(isX),
      not: without(isX),
      gte: find({ $or: [doc({ [at]: doc({ $gt: x }) }), doc({ [at]: doc({ $eq: x }) })] }),
      lte: find({ $or: [doc({ [at]: doc({ $lt: x }) }), doc({ [at]: doc({ $eq: x }) })] }),
      allOfOne: isX,
      stored: inF,
    });
  }
});

/** What an update makes of a document, or its refusal's code. */
const change = (update: Value, document: Doc, position?: number): Doc | number => {
  try {
    const compiled = compileUpdate(update, {
      env,
      now: variables.now,
      pipeline: (stages) => {
        const run = compilePipeline(stages, host([]), variables);
        return (before) => [...run([before])][0] ?? before;
      },
    });
    return compiled.apply(document, position);
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
};
const same = (a: Doc | number, b: Doc | number): boolean =>
  typeof a === "number" || typeof b === "number" ? a === b : encode(a).equals(encode(b));
const operator = (name: string, at: string, operand: Value): Doc => doc({ [name]: doc({ [at]: operand }) });

test("an update leaves what it says, however it is said", () => {
  const refused = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const document = record(3);
    const [at, x] = [path(), value()];
    const before = encode(document);
    const set = change(operator("$set", at, x), document);
    const told = { at, x: hex(x), document: hex(document) };
    // A document is never changed in its place, nor by an update that is refused.
    expect({ told, kept: encode(document).equals(before) }).toEqual({ told, kept: true });
    if (typeof set === "number") {
      refused.add(set);
      continue;
    }
    const there = getPath(set, at.split("."));
    const unset = change(operator("$unset", at, 1), set);
    expect({
      told,
      found: equal(there, x),
      again: same(change(operator("$set", at, x), set), set),
      max: same(change(operator("$max", at, x), set), set),
      min: same(change(operator("$min", at, x), set), set),
      onInsert: same(change(operator("$setOnInsert", at, 1), set), set),
      gone: typeof unset === "number" ? unset : (getPath(unset, at.split(".")) ?? null),
    }).toEqual({ told, found: true, again: true, max: true, min: true, onInsert: true, gone: null });
  }
  // A path through what can have no such field is the one reason not to set it.
  expect([...refused]).toEqual([28]);
});

test("operators on arrays agree with each other and with expressions", () => {
  const evaluate = (expression: Value, document: Doc): Value => computed(variables)(expression)(document);
  for (let round = 0; round < ROUNDS; round++) {
    const items = list(() => value(1), 5);
    const document = doc({ a: items });
    const y = scalar();
    const told = { items: hex(items), y: hex(y) };
    const arrayAfter = (update: Doc, from = document): Value => {
      const result = change(update, from);
      return typeof result === "number" ? result : result["a"];
    };
    const count = (array: Value): number => (isArray(array) ? array.length : -1);
    const has = items.some((item) => equal(item, y));
    const pulled = arrayAfter(operator("$pull", "a", y));
    const pushed = arrayAfter(operator("$push", "a", y));
    const literal = doc({ $literal: y });
    const results = {
      pullAll: hex(arrayAfter(operator("$pullAll", "a", [y]))),
      pullEq: hex(arrayAfter(operator("$pull", "a", doc({ $eq: y })))),
      filtered: hex(
        evaluate(doc({ $filter: doc({ input: "$a", cond: doc({ $ne: ["$$this", literal] }) }) }), document),
      ),
      pushEach: hex(arrayAfter(operator("$push", "a", doc({ $each: [y] })))),
      concat: hex(evaluate(doc({ $concatArrays: ["$a", [literal]] }), document)),
      popped: hex(arrayAfter(operator("$pop", "a", 1), doc({ a: pushed }))),
      added: count(arrayAfter(operator("$addToSet", "a", y))),
      addedTwice: count(arrayAfter(operator("$addToSet", "a", doc({ $each: [y, y] })))),
      in: evaluate(doc({ $in: [literal, "$a"] }), document),
      size: evaluate(doc({ $size: "$a" }), document),
      sorted: hex(arrayAfter(operator("$push", "a", doc({ $each: [], $sort: 1 })))),
      reversed: evaluate(doc({ $eq: [doc({ $reverseArray: doc({ $reverseArray: "$a" }) }), "$a"] }), document),
      all: hex(arrayAfter(operator("$set", "a.$[]", y))),
    };
    expect({ told, ...results }).toEqual({
      told,
      pullAll: hex(pulled),
      pullEq: hex(arrayAfter(operator("$pull", "a", doc({ $in: [y] })))),
      filtered: hex(pulled),
      pushEach: hex(pushed),
      concat: hex(pushed),
      popped: hex(items),
      added: items.length + (has ? 0 : 1),
      addedTwice: items.length + (has ? 0 : 1),
      in: has,
      size: items.length,
      sorted: hex(evaluate(doc({ $sortArray: doc({ input: "$a", sortBy: 1 }) }), document)),
      reversed: true,
      all: hex(items.map(() => y)),
    });
  }
});

test("a pattern and its negation share all texts between them", () => {
  const texts = ["", "a", "ab", "b\n", "a\nb", "é", "\u{1F600}"].map((s) => doc({ s }));
  for (const pattern of ["^a", "b$", "a.b", "", "^$", "^.$", "\\s", "[^a]", "\\w+"]) {
    const regex = new BSONRegExp(pattern, pick(["", "i", "m", "s", "x"]));
    const [yes, no, listed] = [doc({ s: regex }), doc({ s: doc({ $not: regex }) }), doc({ s: doc({ $in: [regex] }) })];
    for (const text of texts) {
      const [is, isNot, isListed] = [yes, no, listed].map((query) => compileFilter(query, env)(text));
      const matched = computed(variables)(doc({ $regexMatch: doc({ input: "$s", regex }) }))(text);
      expect([pattern, regex.options, text["s"], isNot, isListed, matched]).toEqual([
        pattern,
        regex.options,
        text["s"],
        is !== true,
        is,
        is,
      ]);
    }
  }
});
