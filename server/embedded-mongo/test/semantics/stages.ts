import { Decimal128, Double, Long } from "bson";
import type { Case } from "./case.ts";
import { aggregates, does, fails, refusesPipeline } from "./case.ts";

const op = (name: string) => `reference/operator/aggregation/${name}`;
const sales = [
  { item: "abc", price: 10, qty: 2 },
  { item: "jkl", price: 20, qty: 1 },
  { item: "abc", price: 10, qty: 10 },
];

export const STAGES: Case[] = [
  aggregates(op("match"), sales, [{ $match: { price: { $gt: 10 } } }], [{ _id: 2, item: "jkl", price: 20, qty: 1 }]),
  aggregates(
    op("group"),
    sales,
    [{ $group: { _id: "$item", total: { $sum: { $multiply: ["$price", "$qty"] } } } }, { $sort: { _id: 1 } }],
    [
      { _id: "abc", total: 120 },
      { _id: "jkl", total: 20 },
    ],
  ),
  aggregates(
    op("group"),
    sales,
    [{ $group: { _id: null, n: { $sum: 1 }, avg: { $avg: "$qty" }, min: { $min: "$price" }, max: { $max: "$qty" } } }],
    [{ _id: null, n: 3, avg: new Double(13 / 3), min: 10, max: 10 }],
  ),
  aggregates(
    op("group"),
    [{ k: 1 }, { k: Long.fromNumber(1) }, { k: new Double(1) }],
    [{ $group: { _id: "$k", n: { $sum: 1 } } }],
    [{ _id: 1, n: 3 }],
  ),
  aggregates(op("group"), [{ k: null }, {}], [{ $group: { _id: "$k", n: { $sum: 1 } } }], [{ _id: null, n: 2 }]),
  aggregates(
    op("sum"),
    [{ a: Decimal128.fromString("1.1") }, { a: Long.fromNumber(2) }, { a: "x" }],
    [{ $group: { _id: 1, t: { $sum: "$a" } } }],
    [{ _id: 1, t: Decimal128.fromString("3.1") }],
  ),
  aggregates(op("avg"), [{ a: "x" }], [{ $group: { _id: 1, t: { $avg: "$a" } } }], [{ _id: 1, t: null }]),
  aggregates(
    op("push"),
    [{ a: 1 }, {}, { a: null }],
    [{ $group: { _id: 1, l: { $push: "$a" } } }],
    [{ _id: 1, l: [1, null] }],
  ),
  aggregates(
    op("addToSet"),
    [{ a: 1 }, { a: new Double(1) }],
    [{ $group: { _id: 1, l: { $addToSet: "$a" } } }],
    [{ _id: 1, l: [1] }],
  ),
  aggregates(
    op("first"),
    sales,
    [{ $sort: { qty: 1 } }, { $group: { _id: 1, f: { $first: "$qty" }, l: { $last: "$qty" } } }],
    [{ _id: 1, f: 1, l: 10 }],
  ),
  aggregates(op("count-accumulator"), sales, [{ $group: { _id: 1, n: { $count: {} } } }], [{ _id: 1, n: 3 }]),
  aggregates(
    op("mergeObjects"),
    [{ a: { x: 1 } }, { a: { y: 2 } }],
    [{ $group: { _id: 1, o: { $mergeObjects: "$a" } } }],
    [{ _id: 1, o: { x: 1, y: 2 } }],
  ),
  aggregates(
    op("topN"),
    sales,
    [{ $group: { _id: 1, t: { $topN: { n: 2, sortBy: { qty: -1 }, output: "$qty" } } } }],
    [{ _id: 1, t: [10, 2] }],
  ),
  aggregates(
    op("bottom"),
    sales,
    [{ $group: { _id: 1, t: { $bottom: { sortBy: { qty: -1 }, output: "$item" } } } }],
    [{ _id: 1, t: "jkl" }],
  ),
  aggregates(
    op("project"),
    [{ a: 1, b: { c: 2, d: 3 } }],
    [{ $project: { "b.c": 1, x: { $add: ["$a", 1] } } }],
    [{ _id: 1, b: { c: 2 }, x: 2 }],
  ),
  aggregates(op("project"), [{ a: 1, b: 2 }], [{ $project: { a: 0 } }], [{ _id: 1, b: 2 }]),
  aggregates(op("project"), [{ a: [1, 2, 3] }], [{ $project: { a: { $slice: ["$a", 2] } } }], [{ _id: 1, a: [1, 2] }]),
  aggregates(
    op("addFields"),
    [{ a: [{ x: 1 }, { x: 2 }] }],
    [{ $addFields: { "a.f": 9 } }],
    [
      {
        _id: 1,
        a: [
          { x: 1, f: 9 },
          { x: 2, f: 9 },
        ],
      },
    ],
  ),
  aggregates(
    op("addFields"),
    [{ a: { b: 1 } }],
    [{ $addFields: { a: { c: 2 }, d: "$a.b" } }],
    [{ _id: 1, a: { b: 1, c: 2 }, d: 1 }],
  ),
  aggregates(op("unset"), [{ a: 1, b: { c: 1, d: 2 } }], [{ $unset: ["a", "b.c"] }], [{ _id: 1, b: { d: 2 } }]),
  aggregates(
    op("unwind"),
    [{ a: ["S", "M"] }],
    [{ $unwind: "$a" }],
    [
      { _id: 1, a: "S" },
      { _id: 1, a: "M" },
    ],
  ),
  aggregates(op("unwind"), [{ a: [] }, { a: null }, {}, { a: "" }], [{ $unwind: "$a" }], [{ _id: 4, a: "" }]),
  aggregates(
    op("unwind"),
    [{ a: [] }, { a: null }, {}],
    [{ $unwind: { path: "$a", preserveNullAndEmptyArrays: true } }],
    [{ _id: 1 }, { _id: 2, a: null }, { _id: 3 }],
  ),
  aggregates(
    op("unwind"),
    [{ a: ["x", "y"] }, { a: "z" }],
    [{ $unwind: { path: "$a", includeArrayIndex: "i" } }],
    [
      { _id: 1, a: "x", i: Long.fromNumber(0) },
      { _id: 1, a: "y", i: Long.fromNumber(1) },
      { _id: 2, a: "z", i: null },
    ],
  ),
  aggregates(
    op("sort"),
    sales,
    [{ $sort: { price: -1, qty: -1 } }, { $project: { _id: 1 } }],
    [{ _id: 2 }, { _id: 3 }, { _id: 1 }],
  ),
  aggregates(
    op("skip"),
    sales,
    [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { _id: 1 } }],
    [{ _id: 2 }],
  ),
  aggregates(op("count"), sales, [{ $match: { price: 10 } }, { $count: "n" }], [{ n: 2 }]),
  aggregates(op("count"), [], [{ $count: "n" }], []),
  aggregates(
    op("sortByCount"),
    sales,
    [{ $sortByCount: "$item" }],
    [
      { _id: "abc", count: 2 },
      { _id: "jkl", count: 1 },
    ],
  ),
  aggregates(
    op("bucket"),
    [{ y: 1840 }, { y: 1850 }, { y: 1860 }, { y: 1990 }],
    [{ $bucket: { groupBy: "$y", boundaries: [1840, 1850, 1900], default: "Other", output: { n: { $sum: 1 } } } }],
    [
      { _id: 1840, n: 1 },
      { _id: 1850, n: 2 },
      { _id: "Other", n: 1 },
    ],
  ),
  aggregates(
    op("bucketAuto"),
    [{ p: 1 }, { p: 2 }, { p: 3 }, { p: 4 }],
    [{ $bucketAuto: { groupBy: "$p", buckets: 2 } }],
    [
      { _id: { min: 1, max: 3 }, count: 2 },
      { _id: { min: 3, max: 4 }, count: 2 },
    ],
  ),
  aggregates(
    op("facet"),
    sales,
    [{ $facet: { n: [{ $count: "n" }], cheap: [{ $match: { price: 10 } }, { $project: { _id: 1 } }] } }],
    [{ n: [{ n: 3 }], cheap: [{ _id: 1 }, { _id: 3 }] }],
  ),
  aggregates(
    op("replaceRoot"),
    [{ a: { x: 1 } }],
    [{ $replaceRoot: { newRoot: { $mergeObjects: ["$a", { y: 2 }] } } }],
    [{ x: 1, y: 2 }],
  ),
  aggregates(op("replaceWith"), [{ a: { x: 1 } }], [{ $replaceWith: "$a" }], [{ x: 1 }]),
  aggregates(op("sample"), [{ a: 1 }], [{ $sample: { size: 5 } }], [{ _id: 1, a: 1 }]),
  aggregates(
    "tutorial/expr",
    sales,
    [{ $match: { $expr: { $eq: ["$qty", "$$wanted"] } } }, { $project: { _id: 1 } }],
    [{ _id: 2 }],
    { let: { wanted: 1 } },
  ),
  aggregates(op("match"), [{ a: "X" }], [{ $match: { a: "x" } }, { $project: { _id: 1 } }], [{ _id: 1 }], {
    collation: { locale: "en", strength: 2 },
  }),
  // joins
  does(
    op("lookup"),
    "equality join; missing and null match each other",
    [{ k: 1 }, {}],
    async (c) => {
      const other = c.db.collection(`${c.collectionName}_other`);
      await other.insertMany([{ _id: 1, f: 1 }, { _id: 2, f: null }, { _id: 3 }] as never[]);
      const rows = await c
        .aggregate([
          { $lookup: { from: other.collectionName, localField: "k", foreignField: "f", as: "m" } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      await other.drop();
      return rows.map((row) => (row["m"] as { _id: number }[]).map((match) => match._id));
    },
    [[1], [2, 3]],
  ),
  does(
    op("lookup"),
    "a local array matches by its elements",
    [{ k: [1, 3] }],
    async (c) => {
      const other = c.db.collection(`${c.collectionName}_other`);
      await other.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }] as never[]);
      const [row] = await c
        .aggregate([{ $lookup: { from: other.collectionName, localField: "k", foreignField: "_id", as: "m" } }])
        .toArray();
      await other.drop();
      return ((row?.["m"] ?? []) as { _id: number }[]).map((match) => match._id).toSorted((a, b) => a - b);
    },
    [1, 3],
  ),
  does(
    op("lookup"),
    "a pipeline sees the variables of let",
    [{ o: 5 }],
    async (c) => {
      const other = c.db.collection(`${c.collectionName}_other`);
      await other.insertMany([
        { _id: 1, s: 3 },
        { _id: 2, s: 9 },
      ] as never[]);
      const pipeline = [{ $match: { $expr: { $gte: ["$s", "$$ordered"] } } }, { $project: { _id: 1 } }];
      const [row] = await c
        .aggregate([{ $lookup: { from: other.collectionName, let: { ordered: "$o" }, pipeline, as: "m" } }])
        .toArray();
      await other.drop();
      return row?.["m"];
    },
    [{ _id: 2 }],
  ),
  does(
    op("lookup"),
    "a pipeline's first $match narrows by $or, and by what it computes of the variables within one",
    [{ o: 5 }],
    async (c) => {
      const other = c.db.collection(`${c.collectionName}_other`);
      await other.createIndex({ s: 1 });
      await other.insertMany([
        { _id: 1, s: 3 },
        { _id: 2, s: 5 },
        { _id: 3, s: 9 },
      ] as never[]);
      const found = async ($or: object[]) => {
        const pipeline = [{ $match: { $or } }, { $sort: { _id: 1 } }, { $project: { _id: 1 } }];
        const [row] = await c
          .aggregate([{ $lookup: { from: other.collectionName, let: { ordered: "$o" }, pipeline, as: "m" } }])
          .toArray();
        return ((row?.["m"] ?? []) as { _id: number }[]).map((match) => match._id);
      };
      const both = [
        await found([{ s: 9 }, { s: { $in: [3] } }]),
        await found([{ s: 9 }, { $expr: { $eq: ["$s", "$$ordered"] } }]),
      ];
      await other.drop();
      return both;
    },
    [
      [1, 3],
      [2, 3],
    ],
  ),
  does(
    op("lookup"),
    "by an indexed field, for many that name the same",
    [{ k: 1 }, { k: 2 }, { k: 1 }, { k: [1, 2] }],
    async (c) => {
      const other = c.db.collection(`${c.collectionName}_other`);
      await other.insertMany([{ _id: 1 }, { _id: 2 }] as never[]);
      const rows = await c
        .aggregate([
          { $lookup: { from: other.collectionName, localField: "k", foreignField: "_id", as: "m" } },
          { $set: { "m.k": "$k" } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      await other.drop();
      return rows.map((row) => (row["m"] as { _id: number; k: number }[]).map(({ _id, k }) => [_id, k]));
    },
    [
      [[1, 1]],
      [[2, 2]],
      [[1, 1]],
      [
        [1, [1, 2]],
        [2, [1, 2]],
      ],
    ],
  ),
  does(
    op("unionWith"),
    "appends another collection",
    [{ a: 1 }],
    async (c) =>
      (await c.aggregate([{ $unionWith: { coll: c.collectionName, pipeline: [{ $set: { a: 2 } }] } }]).toArray()).map(
        (row) => row["a"] as number,
      ),
    [1, 2],
  ),
  does(
    op("graphLookup"),
    "follows references to the end",
    [{ _id: 1, to: 2 }, { _id: 2, to: 3 }, { _id: 3 }],
    async (c) => {
      const [row] = await c
        .aggregate([
          { $match: { _id: 1 } },
          {
            $graphLookup: {
              from: c.collectionName,
              startWith: "$to",
              connectFromField: "to",
              connectToField: "_id",
              as: "path",
              depthField: "d",
            },
          },
        ])
        .toArray();
      return ((row?.["path"] ?? []) as { _id: number; d: Long }[])
        .map(({ _id, d }) => [_id, Number(d)])
        .toSorted(([a = 0], [b = 0]) => a - b);
    },
    [
      [2, 0],
      [3, 1],
    ],
  ),
  does(
    op("out"),
    "$out writes a collection",
    [{ a: 1 }],
    async (c) => {
      const target = c.db.collection(`${c.collectionName}_out`);
      await c.aggregate([{ $set: { b: 2 } }, { $out: target.collectionName }]).toArray();
      const rows = await target.find().toArray();
      await target.drop();
      return rows;
    },
    [{ _id: 1, a: 1, b: 2 }],
  ),
  does(
    op("merge"),
    "$merge merges matches and inserts the rest",
    [{ a: 1 }, { a: 2 }],
    async (c) => {
      const target = c.db.collection(`${c.collectionName}_out`);
      await target.insertOne({ _id: 1 as never, old: true });
      await c.aggregate([{ $merge: target.collectionName }]).toArray();
      const rows = await target.find().sort({ _id: 1 }).toArray();
      await target.drop();
      return rows;
    },
    [
      { _id: 1, old: true, a: 1 },
      { _id: 2, a: 2 },
    ],
  ),
  fails(
    op("merge"),
    "$merge can fail on a match",
    [{ a: 1 }],
    (c) => c.aggregate([{ $merge: { into: c.collectionName, whenMatched: "fail" } }]).toArray(),
    11000,
  ),
  refusesPipeline(op("group"), [{ $group: { n: { $sum: 1 } } }], 15955),
  refusesPipeline(op("group"), [{ $group: { _id: 1, n: { $nope: 1 } } }], 15952),
  refusesPipeline(op("limit"), [{ $limit: 0 }], 15958),
  refusesPipeline(op("match"), [{ $match: { $nope: 1 } }], 2),
  refusesPipeline("reference/operator/aggregation-pipeline", [{ $nope: 1 }], 40324),
  refusesPipeline("reference/operator/aggregation-pipeline", [{ $match: {}, $limit: 1 }], 40323),
  refusesPipeline(op("unwind"), [{ $unwind: "a" }], 28818),
  refusesPipeline(op("out"), [{ $out: "x" }, { $limit: 1 }], 40601),
  refusesPipeline(op("bucket"), [{ $bucket: { groupBy: "$a", boundaries: [5, 1] } }], 40194),
  refusesPipeline(op("replaceRoot"), [{ $replaceRoot: { newRoot: "$a" } }], 40228),
];
