import { Long } from "bson";
import type { Document } from "mongodb";
import type { Case } from "./case.ts";
import { aggregates, does, evaluates, fails, refusesExpression, refusesPipeline } from "./case.ts";

const op = (name: string) => `reference/operator/aggregation/${name}`;
const CREATE = "reference/command/createIndexes";
const COLLATION = "reference/collation";
const PARTIAL = "core/index-partial";

/** Pipelines of one stage that are refused, each with its code. */
const stages = (stage: string, refused: readonly (readonly [unknown, number])[]): Case[] =>
  refused.map(([operand, code]) => refusesPipeline(op(stage), [{ [`$${stage}`]: operand }], code));

const indexes = (refused: readonly (readonly [Document, number])[]): Case[] =>
  refused.map(([spec, code]) =>
    fails(
      CREATE,
      `index ${JSON.stringify(spec)} is refused`,
      [],
      (c) => c.db.command({ createIndexes: c.collectionName, indexes: [{ key: { a: 1 }, name: "n", ...spec }] }),
      code,
    ),
  );

const collations = (refused: readonly (readonly [unknown, number])[]): Case[] =>
  refused.map(([collation, code]) =>
    fails(
      COLLATION,
      `collation ${JSON.stringify(collation)} is refused`,
      [{ a: "x" }],
      (c) => c.db.command({ find: c.collectionName, collation }),
      code,
    ),
  );

/** A merge into a collection of its own; gives what that holds afterwards, by _id. */
const merges = (title: string, source: Document[], target: Document[], merge: Document, result: unknown): Case =>
  does(
    op("merge"),
    title,
    source,
    async (c) => {
      const into = c.db.collection(`${c.collectionName}_out`);
      await into.createIndex({ k: 1 }, { unique: true });
      if (target.length > 0) await into.insertMany(target);
      const failed = await c
        .aggregate([{ $merge: { into: into.collectionName, ...merge } }])
        .toArray()
        .then(
          () => undefined,
          ({ code, keyPattern, keyValue }: Document): unknown =>
            keyPattern === undefined ? { code: code as number } : { code: code as number, keyPattern, keyValue },
        );
      const rows = await into.find().sort({ _id: 1 }).toArray();
      await into.drop();
      return failed ?? rows;
    },
    result,
  );

const one = { groupBy: "$a", boundaries: [0, 5] };
const look = { from: "x", as: "m" };
const graph = { from: "x", startWith: "$a", connectFromField: "a", connectToField: "b", as: "m" };

/** Every option of every stage, index and collation: known, or refused. */
export const OPTIONS: Case[] = [
  ...stages("sample", [
    [{ size: 1, more: 1 }, 28748],
    [{}, 28749],
    [{ size: "1" }, 28746],
    [{ size: 0 }, 28747],
    [{ size: 1.5 }, 28747],
    [5, 28745],
  ]),
  ...stages("replaceRoot", [
    [{ newRoot: "$$ROOT", more: 1 }, 40230],
    [{}, 40231],
    [1, 40229],
  ]),
  ...stages("addFields", [
    [{}, 40177],
    [{ a: {} }, 40180],
    [{ a: 1, "a.b": 2 }, 40176],
    [{ "a.b": 1, a: 2 }, 40176],
    [{ a: { b: 1 }, "a.b": 2 }, 40176],
    [{ a: { "b.c": 1 } }, 40183],
    [{ "": 1 }, 40352],
    [{ "a..b": 1 }, 15998],
    [{ $a: 1 }, 16410],
    [{ a: { $add: [1], b: 1 } }, 15983],
  ]),
  ...stages("project", [
    [{}, 51272],
    [{ a: 1, "a.b": 1 }, 31249],
    [{ a: 0, b: "$c" }, 31252],
    [{ a: {} }, 51270],
    [{ "": 1 }, 40352],
  ]),
  ...stages("unset", [
    [["a", "a"], 31250],
    [["a", "a.b"], 31249],
    ["", 40352],
    [[], 31002],
    [["a", 1], 31002],
  ]),
  ...stages("unwind", [
    [{ path: "$a", preserveNullAndEmptyArrays: 1 }, 28809],
    [{ path: "$a", includeArrayIndex: "" }, 28810],
    [{ path: "$a", includeArrayIndex: 1 }, 28810],
    [{ path: "$a", includeArrayIndex: "$i" }, 28822],
    [{ path: "$a", more: 1 }, 28811],
    ["$a.", 40353],
    ["$", 28818],
  ]),
  ...stages("facet", [
    [{}, 40169],
    [{ a: 1 }, 40170],
    [{ "a.b": [] }, 16412],
    [{ $a: [] }, 16410],
    [{ a: [{ $facet: { b: [] } }] }, 40600],
    [{ a: [{ $out: "x" }] }, 40600],
    [{ a: [{ $documents: [{}] }] }, 40600],
  ]),
  ...stages("bucket", [
    [{ ...one, more: 1 }, 40197],
    [{ ...one, groupBy: 1 }, 40202],
    [{ ...one, groupBy: "a" }, 40202],
    [{ ...one, output: 1 }, 40196],
    [{ ...one, default: 3 }, 40199],
    [{ ...one, boundaries: [1] }, 40192],
    [{ ...one, boundaries: [1, "x"] }, 40193],
    [{ groupBy: "$a" }, 40198],
  ]),
  ...stages("bucketAuto", [
    [{ groupBy: "$a", buckets: "2" }, 40241],
    [{ groupBy: "$a", buckets: 1.5 }, 40242],
    [{ groupBy: "$a", buckets: 2 ** 40 }, 40242],
    [{ groupBy: "$a", buckets: 0 }, 40243],
    [{ groupBy: 1, buckets: 2 }, 40239],
    [{ groupBy: "$a", buckets: 2, output: 1 }, 40244],
    [{ groupBy: "$a" }, 40246],
    [{ groupBy: "$a", buckets: 2, more: 1 }, 40245],
    [{ groupBy: "$a", buckets: 2, granularity: "R5" }, 238],
  ]),
  ...stages("group", [
    [{ _id: 1, $a: { $sum: 1 } }, 40236],
    [{ _id: 1, "a.b": { $sum: 1 } }, 40235],
    [{ _id: 1, a: 1 }, 40234],
    [{ _id: 1, a: { $sum: 1, $avg: 1 } }, 40238],
    [{ _id: 1, a: { $sum: [1, 2] } }, 40237],
    [{ _id: 1, a: { $firstN: { n: 0, input: "$a" } } }, 5787908],
    [1, 15947],
  ]),
  ...stages("sortByCount", [
    [{ a: 1 }, 40147],
    ["a", 40148],
    [1, 40149],
  ]),
  ...stages("count", [
    ["a\0b", 40159],
    ["$a", 40158],
    ["a.b", 40160],
    ["", 40156],
    [1, 40156],
  ]),
  ...stages("lookup", [
    [{ ...look, localField: "a", foreignField: "b", more: 1 }, 9],
    [{ ...look, localField: "a" }, 9],
    [{ ...look, localField: 1, foreignField: "b" }, 9],
    [{ ...look, localField: "$a", foreignField: "b" }, 16410],
    [{ ...look, as: "", localField: "a", foreignField: "b" }, 40352],
    [{ ...look, pipeline: 1 }, 14],
    [{ ...look, pipeline: [], let: 1 }, 9],
    [{ ...look, pipeline: [], let: { A: 1 } }, 16867],
    [{ ...look, localField: "a", foreignField: "b", let: { a: 1 } }, 9],
    [{ ...look, pipeline: [{ $out: "y" }] }, 51047],
    [{ ...look, pipeline: [{ $documents: [{}] }] }, 238],
    [{ as: "m", pipeline: [] }, 9],
  ]),
  ...stages("graphLookup", [
    [{ ...graph, more: 1 }, 40104],
    [{ ...graph, maxDepth: "1" }, 40100],
    [{ ...graph, maxDepth: -1 }, 40101],
    [{ ...graph, maxDepth: 1.5 }, 40102],
    [{ ...graph, depthField: 1 }, 40103],
    [{ ...graph, restrictSearchWithMatch: 1 }, 40185],
    [{ ...graph, connectToField: "$b" }, 16410],
    [{ from: "x" }, 40105],
  ]),
  ...stages("unionWith", [
    [{ coll: "x", more: 1 }, 40415],
    [{ pipeline: [] }, 40414],
    [{ coll: 1 }, 14],
    [{ coll: "x", pipeline: {} }, 14],
  ]),
  ...stages("out", [
    [{ db: "d", coll: "x", more: 1 }, 40415],
    [{ coll: "x" }, 40414],
    [{ db: 1, coll: "x" }, 14],
    [{ db: "d", coll: "x", timeseries: {} }, 238],
    ["system.x", 73],
    ["a$b", 73],
    [1, 16990],
  ]),
  ...stages("merge", [
    [{ into: "x", more: 1 }, 40415],
    [{}, 40414],
    [{ into: { coll: "x", more: 1 } }, 40415],
    [{ into: { db: "d" } }, 40414],
    [{ into: "x", on: [] }, 51187],
    [{ into: "x", on: ["a", "a"] }, 31465],
    [{ into: "x", on: 1 }, 51186],
    [{ into: "x", on: "nosuch" }, 51183],
    [{ into: "x", whenMatched: "nosuch" }, 51191],
    [{ into: "x", whenNotMatched: "nosuch" }, 51190],
    [{ into: "x", whenMatched: [{ $match: {} }] }, 72],
    [{ into: "x", let: { a: 1 } }, 51199],
    [{ into: "x", let: 1, whenMatched: [] }, 14],
    [{ into: "system.x" }, 73],
  ]),
  refusesPipeline(op("documents"), [{ $match: {} }, { $documents: [{}] }], 40602),
  refusesPipeline(op("documents"), [{ $documents: [{ a: 1 }] }], 73),
  // $merge
  merges(
    "a duplicate names its key",
    [{ k: 5 }],
    [{ _id: 9 as never, k: 5 }],
    {},
    {
      code: 11000,
      keyPattern: { k: 1 },
      keyValue: { k: 5 },
    },
  ),
  merges(
    "whenMatched: fail names the key it met",
    [{ k: 5 }],
    [{ _id: 9, k: 5 }],
    { on: "k", whenMatched: "fail" },
    {
      code: 11000,
      keyPattern: { k: 1 },
      keyValue: { k: 5 },
    },
  ),
  ...["merge", "replace", [{ $replaceWith: "$$new" }]].map((whenMatched) =>
    merges(
      `whenMatched ${JSON.stringify(whenMatched)} cannot give a document another _id`,
      [{ _id: 1, k: 5 }],
      [{ _id: 9, k: 5 }],
      { on: "k", whenMatched },
      { code: 66 },
    ),
  ),
  merges("an 'on' field that is missing is refused", [{ a: 1 }], [], { on: "k" }, { code: 51132 }),
  merges("an 'on' field that is null is refused", [{ k: null }], [], { on: "k" }, { code: 51132 }),
  merges("an 'on' field that is an array is refused", [{ k: [1] }], [], { on: "k" }, { code: 51185 }),
  merges(
    "let binds variables of its own",
    [{ _id: 9, k: 5 }],
    [{ _id: 9, k: 1 }],
    { let: { sum: { $add: ["$k", 1] } }, whenMatched: [{ $set: { k: "$$sum" } }] },
    [{ _id: 9, k: 6 }],
  ),
  // arguments
  refusesExpression(op("setDifference"), {}, { $setDifference: [[1], [2], [3]] }, 16020),
  refusesExpression(op("setIsSubset"), {}, { $setIsSubset: [[1]] }, 16020),
  refusesExpression(op("setEquals"), {}, { $setEquals: [[1]] }, 28667),
  refusesExpression(op("slice"), {}, { $slice: [[1]] }, 28667),
  refusesExpression(op("minN"), {}, { $minN: { n: 0, input: [1] } }, 5787908),
  refusesExpression(op("filter"), {}, { $filter: { input: [1], cond: true, limit: 0 } }, 327392),
  refusesExpression(op("filter"), {}, { $filter: { input: [1], cond: true, limit: 1.5 } }, 327391),
  refusesExpression(op("zip"), {}, { $zip: { inputs: [[1]], defaults: [0] } }, 34466),
  refusesExpression(op("zip"), {}, { $zip: { inputs: [[1]], useLongestLength: 1 } }, 34463),
  refusesExpression(op("zip"), {}, { $zip: { inputs: [[1]], useLongestLength: true, defaults: [1, 2] } }, 34467),
  refusesExpression(op("zip"), {}, { $zip: { inputs: [] } }, 34465),
  refusesExpression(op("range"), {}, { $range: [2 ** 31, 1] }, 34444),
  refusesExpression(op("range"), {}, { $range: [0, Long.fromNumber(2 ** 31)] }, 34446),
  refusesExpression(op("map"), {}, { $map: { input: [1], as: "X", in: 1 } }, 16867),
  refusesExpression(op("map"), {}, { $map: { input: [1], as: "", in: 1 } }, 16866),
  refusesExpression(op("map"), {}, { $map: { input: [1], as: "CURRENT", in: 1 } }, 238),
  refusesExpression(op("let"), {}, { $let: { vars: { "a-b": 1 }, in: 1 } }, 16868),
  refusesExpression(op("let"), {}, { $let: { vars: { ROOT: 1 }, in: 1 } }, 16867),
  refusesExpression(op("setField"), {}, { $setField: { field: "a\0b", input: {}, value: 1 } }, 9534700),
  refusesExpression(op("arrayToObject"), {}, { $arrayToObject: [[["a", 1, 2]]] }, 40397),
  refusesExpression(op("arrayToObject"), {}, { $arrayToObject: [[{ k: "a", v: 1, w: 2 }]] }, 40392),
  refusesExpression(op("indexOfArray"), {}, { $indexOfArray: [[1], 1, -1] }, 40097),
  refusesExpression(op("regexMatch"), {}, { $regexMatch: { input: "a", regex: /a/i, options: "s" } }, 51107),
  evaluates(op("setEquals"), {}, { $setEquals: [[1], [1, 1], [1]] }, { r: true }),
  aggregates(op("bucket"), [{ a: 7 }], [{ $bucket: { ...one, default: 5 } }], [{ _id: 5, count: 1 }]),
  // a collation reaches every comparison
  does(
    COLLATION,
    "$addToSet, $bucket and $max hold equal what the collation holds equal",
    [{ s: "a" }, { s: "A" }, { s: "b" }],
    async (c) => {
      const collation = { locale: "en", strength: 2 } as const;
      const [group] = await c.aggregate([{ $group: { _id: 1, all: { $addToSet: "$s" } } }], { collation }).toArray();
      const auto = await c.aggregate([{ $bucketAuto: { groupBy: "$s", buckets: 3 } }], { collation }).toArray();
      await c.updateOne({ _id: 1 as never }, { $max: { s: "A" } }, { collation });
      return [group?.["all"], auto.map(({ count }) => count as number), (await c.findOne({ _id: 1 as never }))?.["s"]];
    },
    [["a", "b"], [2, 1], "a"],
  ),
  does(
    op("lookup"),
    "a pattern stands for itself in a join, with an index and without",
    [{ k: /a/ }],
    async (c) => {
      const other = c.db.collection(`${c.collectionName}_other`);
      await other.insertMany([
        { _id: 1, f: "a" },
        { _id: 2, f: /a/ },
      ] as never[]);
      const lookup = { from: other.collectionName, localField: "k", foreignField: "f", as: "m" };
      const found = async () =>
        (await c.aggregate([{ $lookup: lookup }]).toArray())[0]?.["m"].map(({ _id }: Document) => _id as number);
      const without = await found();
      await other.createIndex({ f: 1 });
      const result = [without, await found()] as unknown;
      await other.drop();
      return result;
    },
    [[2], [2]],
  ),
  evaluates(op("getField"), {}, { $getField: { field: "a", input: "$missing" } }, {}),
  // indexes
  ...indexes([
    [{ name: "*" }, 2],
    [{ name: "_id_" }, 2],
    [{ name: "" }, 67],
    [{ name: 1 }, 14],
    [{ name: "a\0b" }, 67],
    [{ key: {} }, 67],
    [{ key: { a: 0 } }, 67],
    [{ key: { a: NaN } }, 67],
    [{ key: { "a.": 1 } }, 67],
    [{ key: { "a.$b": 1 } }, 67],
    [{ key: { $a: 1 } }, 67],
    [{ key: { a: "text" } }, 238],
    [{ key: { a: "hashed" } }, 238],
    [{ key: { "$**": 1 } }, 238],
    [{ key: { a: 1, 5: 1 } }, 238],
    [{ key: { _id: -1 } }, 2],
    [{ key: { _id: 1 }, unique: true }, 197],
    [{ key: { _id: 1 }, sparse: true }, 197],
    [{ key: { _id: 1 }, expireAfterSeconds: 1 }, 197],
    [{ unique: "x" }, 14],
    [{ sparse: "x" }, 14],
    [{ background: "x" }, 14],
    [{ hidden: true }, 238],
    [{ v: 1 }, 238],
    [{ v: 3 }, 67],
    [{ v: "2" }, 14],
    [{ ns: "d.c" }, 197],
    [{ nonsense: 1 }, 197],
    [{ weights: {} }, 197],
    [{ expireAfterSeconds: -1 }, 67],
    [{ expireAfterSeconds: 2 ** 31 }, 67],
    [{ expireAfterSeconds: NaN }, 67],
    [{ expireAfterSeconds: "1" }, 67],
    [{ key: { a: 1, b: 1 }, expireAfterSeconds: 1 }, 67],
    [{ collation: { locale: "en" } }, 238],
    [{ collation: { locale: "nosuch" } }, 2],
    [{ sparse: true, partialFilterExpression: { b: 1 } }, 67],
    [{ partialFilterExpression: 1 }, 14],
    [{ partialFilterExpression: { s: /x/ } }, 67],
    [{ partialFilterExpression: { s: { $regex: "x" } } }, 67],
    [{ partialFilterExpression: { s: { $not: { $eq: 1 } } } }, 67],
    [{ partialFilterExpression: { s: { $exists: false } } }, 67],
    [{ partialFilterExpression: { $nor: [{ a: 1 }] } }, 67],
    [{ partialFilterExpression: { $and: [{ s: { $ne: 1 } }] } }, 67],
    [{ partialFilterExpression: { $expr: true } }, 224],
    [{ key: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`f${n}`, 1])) }, 13103],
  ]),
  does(
    PARTIAL,
    "a partial filter may use $in, $or, $type and $exists",
    [],
    async (c) => {
      const filter = { $or: [{ a: { $in: [1, 2] } }, { b: { $type: "string" } }, { c: { $exists: true } }] };
      return c.createIndex({ a: 1 }, { partialFilterExpression: filter });
    },
    "a_1",
  ),
  fails(
    CREATE,
    "a collection has at most 64 indexes",
    [],
    async (c) => {
      const keys = Array.from({ length: 63 }, (_, n) => ({ key: { [`f${n}`]: 1 } as const }));
      await c.createIndexes(keys);
      await c.createIndex({ last: 1 });
    },
    67,
  ),
  fails(
    "reference/command/dropIndexes",
    "an index cannot be dropped by a number",
    [{ a: 1 }],
    (c) => c.db.command({ dropIndexes: c.collectionName, index: 1 }),
    14,
  ),
  // collations
  ...collations([
    [{ locale: "nosuch" }, 2],
    [{ locale: "xx" }, 2],
    [{ locale: "en_XX" }, 2],
    [{ locale: "!" }, 2],
    [{ locale: "" }, 2],
    [{ locale: 1 }, 14],
    [{}, 40414],
    [{ locale: "en", nonsense: 1 }, 40415],
    [{ locale: "simple", strength: 2 }, 2],
    [{ locale: "en", strength: 0 }, 51024],
    [{ locale: "en", strength: 6 }, 51024],
    [{ locale: "en", strength: 4 }, 238],
    [{ locale: "en", strength: "2" }, 14],
    [{ locale: "en", caseLevel: "x" }, 14],
    [{ locale: "en", caseLevel: true }, 238],
    [{ locale: "en", strength: 2, caseLevel: true }, 238],
    [{ locale: "en", caseFirst: "middle" }, 2],
    [{ locale: "en", numericOrdering: 1 }, 14],
    [{ locale: "en", alternate: "shifted" }, 238],
    [{ locale: "en", alternate: "nosuch" }, 2],
    [{ locale: "en", maxVariable: "nosuch" }, 2],
    [{ locale: "en", normalization: true }, 238],
    [{ locale: "en", backwards: true }, 238],
    [{ locale: "en", version: "57.1" }, 238],
    ["en", 14],
  ]),
  ...["en", "en_US", "zh", "zh_CN", "de", "fr_CA", "sv"].map((locale) =>
    does(
      COLLATION,
      `the locale ${locale} is known`,
      [{ a: "x" }],
      (c) => c.countDocuments({ a: "X" }, { collation: { locale, strength: 1 } }),
      1,
    ),
  ),
];
