import { Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from "bson";
import type { Case } from "./case.ts";
import { does, fails, projects, refusesProjection, sorts } from "./case.ts";

const PROJECT = "tutorial/project-fields-from-query-results";
const POSITIONAL = "reference/operator/projection/positional";
const ELEM = "reference/operator/projection/elemMatch";
const SLICE = "reference/operator/projection/slice";
const ORDER = "reference/bson-type-comparison-order";
const SORT = "reference/method/cursor.sort";
const COLLATION = "reference/collation";
const UNIQUE = "core/index-unique";
const PARTIAL = "core/index-partial";
const SPARSE = "core/index-sparse";
const CREATE = "reference/command/createIndexes";
const page = {
  item: "journal",
  status: "A",
  size: { h: 14, w: 21 },
  instock: [
    { w: "A", qty: 5 },
    { w: "B", qty: 7 },
  ],
};

export const SHAPE: Case[] = [
  projects(PROJECT, page, { item: 1, status: 1 }, { _id: 1, item: "journal", status: "A" }),
  projects(PROJECT, page, { item: 1, _id: 0 }, { item: "journal" }),
  projects(PROJECT, page, { status: 0, instock: 0 }, { _id: 1, item: "journal", size: { h: 14, w: 21 } }),
  projects(PROJECT, page, { "size.h": 1 }, { _id: 1, size: { h: 14 } }),
  projects(PROJECT, page, { size: { h: 1 } }, { _id: 1, size: { h: 14 } }),
  projects(PROJECT, page, { "size.h": 0, instock: 0, item: 0, _id: 0 }, { status: "A", size: { w: 21 } }),
  projects(PROJECT, page, { "instock.qty": 1, _id: 0 }, { instock: [{ qty: 5 }, { qty: 7 }] }),
  projects(PROJECT, page, { _id: 1 }, { _id: 1 }),
  projects(PROJECT, { a: 1 }, { _id: 0 }, { a: 1 }),
  projects(PROJECT, { a: 1, b: 2 }, { s: { $add: ["$a", "$b"] }, _id: 0 }, { s: 3 }),
  projects(PROJECT, { a: 1, b: 2 }, { c: "$b", _id: 0 }, { c: 2 }),
  projects(PROJECT, { a: [1, { b: 1, c: 2 }] }, { "a.b": 1, _id: 0 }, { a: [{ b: 1 }] }),
  projects(PROJECT, { a: [1, { b: 1, c: 2 }] }, { "a.b": 0, _id: 0 }, { a: [1, { c: 2 }] }),
  projects(PROJECT, { b: 1, a: 2 }, { a: 1, b: 1, _id: 0 }, { b: 1, a: 2 }),
  refusesProjection(PROJECT, { a: 1, b: 0 }, 31254),
  refusesProjection(PROJECT, { a: 0, b: 1 }, 31253),
  refusesProjection(PROJECT, { a: 1, "a.b": 1 }, 31249),
  refusesProjection(PROJECT, { "a.b": 1, a: 1 }, 31250),
  projects(SLICE, { c: [1, 2, 3, 4], z: 1 }, { c: { $slice: 2 } }, { _id: 1, c: [1, 2], z: 1 }),
  projects(SLICE, { c: [1, 2, 3, 4] }, { c: { $slice: -2 }, _id: 0 }, { c: [3, 4] }),
  projects(SLICE, { c: [1, 2, 3, 4] }, { c: { $slice: [1, 2] }, _id: 0 }, { c: [2, 3] }),
  projects(SLICE, { c: [1, 2, 3, 4] }, { c: { $slice: [-3, 2] }, _id: 0 }, { c: [2, 3] }),
  projects(SLICE, { c: [1, 2], d: 1, e: 2 }, { d: 1, c: { $slice: 1 }, _id: 0 }, { c: [1], d: 1 }),
  projects(
    ELEM,
    {
      s: [
        { n: 1, a: 10 },
        { n: 2, a: 11 },
      ],
    },
    { s: { $elemMatch: { n: 2 } }, _id: 0 },
    { s: [{ n: 2, a: 11 }] },
  ),
  projects(ELEM, { s: [1, 5, 9] }, { s: { $elemMatch: { $gt: 3 } }, _id: 0 }, { s: [5] }),
  projects(ELEM, { s: [1], z: 1 }, { s: { $elemMatch: { $gt: 3 } } }, { _id: 1 }),
  projects(POSITIONAL, { g: [70, 87, 90] }, { "g.$": 1, _id: 0 }, { g: [87] }, { g: { $gte: 85 } }),
  projects(
    POSITIONAL,
    {
      g: [
        { n: 1, m: 5 },
        { n: 2, m: 9 },
      ],
    },
    { "g.$": 1, _id: 0 },
    { g: [{ n: 2, m: 9 }] },
    { g: { $elemMatch: { m: { $gt: 6 } } } },
  ),
  // order of types
  sorts(
    ORDER,
    [
      { v: new MaxKey() },
      { v: /a/ },
      { v: new Timestamp({ t: 1, i: 1 }) },
      { v: new Date(0) },
      { v: true },
      { v: new ObjectId() },
      { v: new Binary(Buffer.from("x")) },
      { v: [0] },
      { v: { a: 1 } },
      { v: "s" },
      { v: 5 },
      { v: null },
      { v: new MinKey() },
    ],
    { v: 1 },
    [13, 12, 8, 11, 10, 9, 7, 6, 5, 4, 3, 2, 1],
  ),
  sorts(
    ORDER,
    [{ v: 2 }, { v: Long.fromNumber(1) }, { v: Decimal128.fromString("1.5") }, { v: 0.5 }],
    { v: 1 },
    [4, 2, 3, 1],
  ),
  sorts(ORDER, [{ v: 1 }, { v: NaN }, { v: -Infinity }], { v: 1 }, [2, 3, 1]),
  sorts(ORDER, [{ v: { b: 1 } }, { v: { a: 2 } }, { v: { a: 1, c: 1 } }, { v: { a: 1 } }], { v: 1 }, [4, 3, 2, 1]),
  sorts(ORDER, [{ v: { a: "x" } }, { v: { b: 1 } }], { v: 1 }, [2, 1]),
  sorts(ORDER, [{ v: new Binary(Buffer.from([1, 1])) }, { v: new Binary(Buffer.from([9])) }], { v: 1 }, [2, 1]),
  sorts(ORDER, [{ v: false }, { v: true }], { v: -1 }, [2, 1]),
  sorts(ORDER, [{ v: "b" }, { v: "B" }, { v: "a" }], { v: 1 }, [2, 3, 1]),
  sorts(ORDER, [{ v: "\u{1F600}" }, { v: "\uFF5E" }], { v: 1 }, [2, 1]),
  sorts(ORDER, [{ v: null }, {}, { v: 1 }], { v: 1, _id: 1 }, [1, 2, 3]),
  sorts(SORT, [{ v: [3, 1] }, { v: [2] }, { v: 4 }], { v: 1 }, [1, 2, 3]),
  sorts(SORT, [{ v: [3, 1] }, { v: [2] }, { v: 4 }], { v: -1 }, [3, 1, 2]),
  sorts(SORT, [{ v: [] }, { v: null }, { v: 1 }], { v: 1 }, [1, 2, 3]),
  sorts(
    SORT,
    [
      { a: 1, b: 2 },
      { a: 1, b: 1 },
      { a: 0, b: 9 },
    ],
    { a: 1, b: -1 },
    [3, 1, 2],
  ),
  sorts(SORT, [{ a: { b: 2 } }, { a: { b: 1 } }, { a: 1 }], { "a.b": 1 }, [3, 2, 1]),
  sorts(COLLATION, [{ v: "b" }, { v: "A" }, { v: "a" }, { v: "C" }], { v: 1, _id: 1 }, [2, 3, 1, 4], {
    collation: { locale: "en", strength: 2 },
  }),
  sorts(COLLATION, [{ v: "10" }, { v: "9" }], { v: 1 }, [2, 1], { collation: { locale: "en", numericOrdering: true } }),
  does(
    COLLATION,
    "strength 2 ignores case",
    [{ v: "Ab" }, { v: "aB" }, { v: "x" }],
    (c) => c.countDocuments({ v: "ab" }, { collation: { locale: "en", strength: 2 } }),
    2,
  ),
  does(
    COLLATION,
    "strength 1 ignores accents too",
    [{ v: "é" }, { v: "E" }],
    (c) => c.countDocuments({ v: "e" }, { collation: { locale: "en", strength: 1 } }),
    2,
  ),
  fails(
    SORT,
    "a sort direction other than 1 and -1 is refused",
    [{ a: 1 }],
    (c) => c.db.command({ find: c.collectionName, sort: { a: 2 } }),
    15975,
  ),
  does(
    SORT,
    "skip and limit apply after the sort",
    [{ a: 3 }, { a: 1 }, { a: 2 }],
    async (c) => (await c.find().sort({ a: 1 }).skip(1).limit(1).toArray()).map((d) => d["a"] as number),
    [2],
  ),
  // indexes
  fails(
    UNIQUE,
    "a unique index refuses a second equal value",
    [{ a: 1 }],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true });
      await c.insertOne({ a: new Double(1) });
    },
    11000,
  ),
  fails(
    UNIQUE,
    "a missing field counts as null in a unique index",
    [{ b: 1 }],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true });
      await c.insertOne({ a: null });
    },
    11000,
  ),
  fails(
    UNIQUE,
    "a unique index cannot be built over duplicates",
    [{ a: 1 }, { a: 1 }],
    (c) => c.createIndex({ a: 1 }, { unique: true }),
    11000,
  ),
  does(
    UNIQUE,
    "one document may repeat a value in its own array",
    [],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true });
      await c.insertOne({ a: [1, 1] });
      return c.countDocuments({ a: 1 });
    },
    1,
  ),
  fails(
    UNIQUE,
    "array elements are unique across documents",
    [{ a: [1, 2] }],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true });
      await c.insertOne({ a: [2, 3] });
    },
    11000,
  ),
  does(
    SPARSE,
    "a sparse unique index lets fields be missing",
    [{}, {}],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true, sparse: true });
      return c.countDocuments();
    },
    2,
  ),
  fails(
    SPARSE,
    "null is not missing in a sparse unique index",
    [{ a: null }],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true, sparse: true });
      await c.insertOne({ a: null });
    },
    11000,
  ),
  does(
    SPARSE,
    "a sparse index is not used where it would leave documents out",
    [{}, { a: 1 }],
    async (c) => {
      await c.createIndex({ a: 1 }, { sparse: true });
      return (await c.find().sort({ a: 1 }).toArray()).length;
    },
    2,
  ),
  does(
    PARTIAL,
    "uniqueness holds among the documents of the filter only",
    [
      { a: 1, s: "x" },
      { a: 1, s: "y" },
    ],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { s: "z" } });
      await c.insertMany([
        { a: 1, s: "z" },
        { a: 2, s: "z" },
      ]);
      return c.countDocuments({ a: 1 });
    },
    3,
  ),
  fails(
    PARTIAL,
    "an update into the filter is checked",
    [
      { a: 1, s: "z" },
      { a: 1, s: "y" },
    ],
    async (c) => {
      await c.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { s: "z" } });
      await c.updateOne({ s: "y" }, { $set: { s: "z" } });
    },
    11000,
  ),
  fails(
    PARTIAL,
    "$ne is not allowed in a partial filter",
    [],
    (c) => c.createIndex({ a: 1 }, { partialFilterExpression: { s: { $ne: 1 } } }),
    67,
  ),
  fails(
    CREATE,
    "the same name with another key is refused",
    [],
    async (c) => {
      await c.createIndex({ a: 1 }, { name: "n" });
      await c.createIndex({ b: 1 }, { name: "n" });
    },
    86,
  ),
  fails(
    CREATE,
    "the same key with other options is refused",
    [],
    async (c) => {
      await c.createIndex({ a: 1 });
      await c.createIndex({ a: 1 }, { unique: true, name: "other" });
    },
    85,
  ),
  does(
    CREATE,
    "creating an index again is no error",
    [],
    async (c) => {
      await c.createIndex({ a: 1 });
      return c.createIndex({ a: 1 });
    },
    "a_1",
  ),
  fails(
    CREATE,
    "two arrays cannot be in one compound index",
    [{ a: [1], b: [1] }],
    (c) => c.createIndex({ a: 1, b: 1 }),
    171,
  ),
  fails(
    "reference/command/dropIndexes",
    "an unknown index cannot be dropped",
    [{ a: 1 }],
    (c) => c.dropIndex("nope"),
    27,
  ),
  fails("reference/command/dropIndexes", "the _id index cannot be dropped", [{ a: 1 }], (c) => c.dropIndex("_id_"), 72),
  fails("core/document", "an _id cannot be an array", [], (c) => c.insertOne({ _id: [1] as never }), 53),
  fails("core/document", "an _id is unique", [{ _id: 1 }], (c) => c.insertOne({ _id: 1 as never }), 11000),
  does(
    "reference/command/distinct",
    "distinct looks into arrays and drops repeats",
    [{ a: [1, 2] }, { a: 2 }, { a: null }, {}],
    async (c) => (await c.distinct("a")) as unknown[],
    [null, 1, 2],
  ),
  does(
    "reference/command/count",
    "count obeys skip and limit",
    [{}, {}, {}],
    (c) => c.countDocuments({}, { skip: 1, limit: 5 }),
    2,
  ),
  does(
    "reference/command/delete",
    "deleteOne removes one, deleteMany all",
    [{ a: 1 }, { a: 1 }, { a: 1 }],
    async (c) => [(await c.deleteOne({ a: 1 })).deletedCount, (await c.deleteMany({})).deletedCount],
    [1, 2],
  ),
];
