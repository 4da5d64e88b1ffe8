import { Decimal128, Double, Long, ObjectId } from "bson";
import type { Case } from "./case.ts";
import { does, fails, refusesUpdate, updates, upserts } from "./case.ts";

const op = (name: string) => `reference/operator/update/${name}`;
const BEHAVIOUR = "reference/operator/update";
const UPSERT = "reference/method/db.collection.update";
const PIPELINE = "tutorial/update-documents-with-aggregation-pipeline";
const FILTERED = op("positional-filtered");
const ALL = op("positional-all");
const POSITIONAL = op("positional");
const id = new ObjectId("507f1f77bcf86cd799439011");

export const UPDATE: Case[] = [
  // $set, $unset, $rename
  updates(op("set"), { a: 1 }, { $set: { b: 2 } }, { a: 1, b: 2 }),
  updates(op("set"), {}, { $set: { "a.b.c": 1 } }, { a: { b: { c: 1 } } }),
  updates(op("set"), { tags: ["x", "y"] }, { $set: { "tags.1": "z" } }, { tags: ["x", "z"] }),
  updates(op("set"), { tags: ["x"] }, { $set: { "tags.3": "z" } }, { tags: ["x", null, null, "z"] }),
  updates(op("set"), { a: 1 }, { $set: {} }, { a: 1 }),
  updates(op("set"), {}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }),
  updates(op("set"), { a: [{ b: 1 }] }, { $set: { "a.0.b": 2, "a.1.b": 3 } }, { a: [{ b: 2 }, { b: 3 }] }),
  refusesUpdate(op("set"), { a: 5 }, { $set: { "a.b": 1 } }, 28),
  refusesUpdate(op("set"), { a: [1] }, { $set: { "a.b": 1 } }, 28),
  refusesUpdate(op("set"), { a: 1 }, { $set: { _id: 9 } }, 66),
  refusesUpdate(op("set"), { a: 1 }, { $set: { a: 1, "a.b": 2 } }, 40),
  refusesUpdate(op("set"), { a: 1 }, { $set: { "a..b": 2 } }, 56),
  updates(op("unset"), { a: 1, b: 2 }, { $unset: { a: "" } }, { b: 2 }),
  updates(op("unset"), { a: [1, 2, 3] }, { $unset: { "a.1": "" } }, { a: [1, null, 3] }),
  updates(op("unset"), { a: { b: 1 } }, { $unset: { "a.b": "" } }, { a: {} }),
  updates(op("unset"), { a: 1 }, { $unset: { missing: "" } }, { a: 1 }),
  updates(op("rename"), { nmae: "x" }, { $rename: { nmae: "name" } }, { name: "x" }),
  updates(op("rename"), { a: { b: 1 } }, { $rename: { "a.b": "c.d" } }, { a: {}, c: { d: 1 } }),
  updates(op("rename"), { a: 1 }, { $rename: { missing: "b" } }, { a: 1 }),
  updates(op("rename"), { a: 1, b: 2 }, { $rename: { a: "b" } }, { b: 1 }),
  refusesUpdate(op("rename"), { a: 1 }, { $rename: { a: "a" } }, 2),
  refusesUpdate(op("rename"), { a: { b: 1 } }, { $rename: { a: "a.b" } }, 2),
  refusesUpdate(op("rename"), { a: { b: 1 } }, { $rename: { "a.b": "a" } }, 2),
  refusesUpdate(op("rename"), { a: 5 }, { $rename: { "a.b": "c" } }, 28),
  refusesUpdate(op("rename"), { a: [{ b: 1 }] }, { $rename: { "a.0.b": "c" } }, 2),
  // $inc, $mul, $min, $max
  updates(op("inc"), { q: 10 }, { $inc: { q: -2 } }, { q: 8 }),
  updates(op("inc"), {}, { $inc: { "m.orders": 1 } }, { m: { orders: 1 } }),
  updates(op("inc"), { q: 1 }, { $inc: { q: new Double(2) } }, { q: new Double(3) }),
  updates(op("inc"), { q: 2147483647 }, { $inc: { q: 1 } }, { q: Long.fromNumber(2147483648) }),
  updates(op("inc"), { q: Long.fromNumber(5) }, { $inc: { q: 1 } }, { q: Long.fromNumber(6) }),
  updates(
    op("inc"),
    { q: Decimal128.fromString("1.10") },
    { $inc: { q: Decimal128.fromString("2.20") } },
    { q: Decimal128.fromString("3.30") },
  ),
  updates(op("inc"), { q: 1 }, { $inc: { q: Decimal128.fromString("0.5") } }, { q: Decimal128.fromString("1.5") }),
  refusesUpdate(op("inc"), { q: "1" }, { $inc: { q: 1 } }, 14),
  refusesUpdate(op("inc"), { q: null }, { $inc: { q: 1 } }, 14),
  refusesUpdate(op("inc"), { q: 1 }, { $inc: { q: "1" } }, 14),
  refusesUpdate(op("inc"), { q: Long.MAX_VALUE }, { $inc: { q: 1 } }, 2),
  updates(op("mul"), { p: 10.5 }, { $mul: { p: 2 } }, { p: new Double(21) }),
  updates(op("mul"), {}, { $mul: { p: Long.fromNumber(100) } }, { p: Long.fromNumber(0) }),
  updates(op("mul"), { p: 5 }, { $mul: { p: Long.fromNumber(2) } }, { p: Long.fromNumber(10) }),
  updates(op("mul"), { p: Decimal128.fromString("9.99") }, { $mul: { p: 2 } }, { p: Decimal128.fromString("19.98") }),
  refusesUpdate(op("mul"), { p: "x" }, { $mul: { p: 2 } }, 14),
  updates(op("min"), { low: 200 }, { $min: { low: 150 } }, { low: 150 }),
  updates(op("min"), { low: 100 }, { $min: { low: 150 } }, { low: 100 }),
  updates(op("min"), {}, { $min: { low: 5 } }, { low: 5 }),
  updates(op("max"), { high: 800 }, { $max: { high: 950 } }, { high: 950 }),
  updates(
    op("max"),
    { high: Decimal128.fromString("9") },
    { $max: { high: Decimal128.fromString("10") } },
    { high: Decimal128.fromString("10") },
  ),
  updates(op("max"), { high: 5 }, { $max: { high: "text" } }, { high: "text" }),
  updates(op("max"), { at: new Date(5) }, { $max: { at: new Date(9) } }, { at: new Date(9) }),
  // $push
  updates(op("push"), { s: [1] }, { $push: { s: 2 } }, { s: [1, 2] }),
  updates(op("push"), {}, { $push: { s: 2 } }, { s: [2] }),
  updates(op("push"), { s: [1] }, { $push: { s: [2, 3] } }, { s: [1, [2, 3]] }),
  updates(op("push"), { s: [1] }, { $push: { s: { $each: [2, 3] } } }, { s: [1, 2, 3] }),
  updates(
    op("slice"),
    { s: [40, 50, 60] },
    { $push: { s: { $each: [80, 78, 86], $slice: -5 } } },
    { s: [50, 60, 80, 78, 86] },
  ),
  updates(op("slice"), { s: [89, 90] }, { $push: { s: { $each: [100, 20], $slice: 3 } } }, { s: [89, 90, 100] }),
  updates(op("slice"), {}, { $push: { s: { $each: [1, 2, 3], $slice: 2 } } }, { s: [1, 2] }),
  updates(op("slice"), { s: [1, 2] }, { $push: { s: { $each: [], $slice: 0 } } }, { s: [] }),
  updates(
    op("position"),
    { s: [100] },
    { $push: { s: { $each: [50, 60, 70], $position: 0 } } },
    { s: [50, 60, 70, 100] },
  ),
  updates(op("position"), { s: [1, 2, 3] }, { $push: { s: { $each: [9], $position: -1 } } }, { s: [1, 2, 9, 3] }),
  updates(
    op("sort"),
    { s: [89, 70, 89, 50] },
    { $push: { s: { $each: [40, 60], $sort: 1 } } },
    { s: [40, 50, 60, 70, 89, 89] },
  ),
  updates(
    op("sort"),
    {
      q: [
        { id: 1, s: 6 },
        { id: 2, s: 9 },
      ],
    },
    { $push: { q: { $each: [{ id: 3, s: 8 }], $sort: { s: 1 } } } },
    {
      q: [
        { id: 1, s: 6 },
        { id: 3, s: 8 },
        { id: 2, s: 9 },
      ],
    },
  ),
  updates(
    op("sort"),
    { q: [{ a: 1, b: 1 }] },
    {
      $push: {
        q: {
          $each: [
            { a: 1, b: 2 },
            { a: 0, b: 9 },
          ],
          $sort: { a: -1, b: -1 },
        },
      },
    },
    {
      q: [
        { a: 1, b: 2 },
        { a: 1, b: 1 },
        { a: 0, b: 9 },
      ],
    },
  ),
  refusesUpdate(op("push"), { s: 5 }, { $push: { s: 1 } }, 2),
  refusesUpdate(op("each"), { s: [] }, { $push: { s: { $each: 1 } } }, 14),
  refusesUpdate(op("sort"), { s: [] }, { $push: { s: { $each: [1], $sort: 5 } } }, 2),
  // $addToSet
  updates(op("addToSet"), { l: ["a", "b"] }, { $addToSet: { l: "c" } }, { l: ["a", "b", "c"] }),
  updates(op("addToSet"), { l: ["a"] }, { $addToSet: { l: "a" } }, { l: ["a"] }),
  updates(op("addToSet"), { l: ["a"] }, { $addToSet: { l: ["c", "d"] } }, { l: ["a", ["c", "d"]] }),
  updates(op("addToSet"), { l: ["a"] }, { $addToSet: { l: { $each: ["b", "a", "b"] } } }, { l: ["a", "b"] }),
  updates(
    op("addToSet"),
    { l: [{ x: 1, y: 2 }] },
    { $addToSet: { l: { y: 2, x: 1 } } },
    {
      l: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ),
  updates(op("addToSet"), { l: [1] }, { $addToSet: { l: new Double(1) } }, { l: [1] }),
  updates(op("addToSet"), {}, { $addToSet: { l: 1 } }, { l: [1] }),
  refusesUpdate(op("addToSet"), { l: "x" }, { $addToSet: { l: 1 } }, 2),
  // $pull, $pullAll, $pop
  updates(op("pull"), { f: ["a", "b", "c"] }, { $pull: { f: { $in: ["a", "c"] } } }, { f: ["b"] }),
  updates(op("pull"), { v: [3, 5, 6, 7, 7, 8] }, { $pull: { v: { $gte: 6 } } }, { v: [3, 5] }),
  updates(
    op("pull"),
    {
      r: [
        { item: "A", s: 5 },
        { item: "B", s: 8 },
      ],
    },
    { $pull: { r: { s: 8, item: "B" } } },
    { r: [{ item: "A", s: 5 }] },
  ),
  updates(
    op("pull"),
    { r: [{ a: [{ q: 1, z: 1 }] }, { a: [{ q: 1, z: 5 }] }] },
    { $pull: { r: { a: { $elemMatch: { q: 1, z: { $gte: 4 } } } } } },
    { r: [{ a: [{ q: 1, z: 1 }] }] },
  ),
  updates(op("pull"), { f: [1, 2, 1] }, { $pull: { f: 1 } }, { f: [2] }),
  updates(op("pull"), { f: ["ab", "b"] }, { $pull: { f: /^a/ } }, { f: ["b"] }),
  updates(op("pull"), { a: 1 }, { $pull: { f: 1 } }, { a: 1 }),
  refusesUpdate(op("pull"), { f: 5 }, { $pull: { f: 1 } }, 2),
  updates(op("pullAll"), { s: [0, 2, 5, 5, 1, 0] }, { $pullAll: { s: [0, 5] } }, { s: [2, 1] }),
  refusesUpdate(op("pullAll"), { s: [1] }, { $pullAll: { s: 1 } }, 2),
  updates(op("pop"), { s: [8, 9, 10] }, { $pop: { s: -1 } }, { s: [9, 10] }),
  updates(op("pop"), { s: [8, 9, 10] }, { $pop: { s: 1 } }, { s: [8, 9] }),
  updates(op("pop"), { s: [] }, { $pop: { s: 1 } }, { s: [] }),
  refusesUpdate(op("pop"), { s: 1 }, { $pop: { s: 1 } }, 14),
  refusesUpdate(op("pop"), { s: [1] }, { $pop: { s: 2 } }, 9),
  // $bit, $currentDate
  updates(op("bit"), { e: 13 }, { $bit: { e: { and: 10 } } }, { e: 8 }),
  updates(op("bit"), { e: 3 }, { $bit: { e: { or: 5 } } }, { e: 7 }),
  updates(op("bit"), { e: 1 }, { $bit: { e: { xor: 5 } } }, { e: 4 }),
  updates(op("bit"), { e: Long.fromNumber(1) }, { $bit: { e: { or: 2 } } }, { e: Long.fromNumber(3) }),
  refusesUpdate(op("bit"), { e: 1.5 }, { $bit: { e: { or: 2 } } }, 2),
  does(
    op("currentDate"),
    "$currentDate sets a date and a timestamp",
    [{}],
    async (c) => {
      await c.updateOne({}, { $currentDate: { at: { $type: "date" }, ts: { $type: "timestamp" } } });
      return c.countDocuments({ at: { $type: "date" }, ts: { $type: "timestamp" } });
    },
    1,
  ),
  // positional
  updates(POSITIONAL, { g: [85, 80, 80] }, { $set: { "g.$": 82 } }, { g: [85, 82, 80] }, {}, { g: 80 }),
  updates(
    POSITIONAL,
    {
      g: [
        { n: 80, s: 1 },
        { n: 85, s: 2 },
      ],
    },
    { $set: { "g.$.s": 6 } },
    {
      g: [
        { n: 80, s: 1 },
        { n: 85, s: 6 },
      ],
    },
    {},
    { "g.n": 85 },
  ),
  updates(
    POSITIONAL,
    {
      g: [
        { n: 80, m: 75 },
        { n: 85, m: 90 },
      ],
    },
    { $set: { "g.$.s": 6 } },
    {
      g: [
        { n: 80, m: 75 },
        { n: 85, m: 90, s: 6 },
      ],
    },
    {},
    { g: { $elemMatch: { n: { $lte: 90 }, m: { $gt: 80 } } } },
  ),
  updates(POSITIONAL, { g: [1, 2] }, { $inc: { "g.$": 10 } }, { g: [1, 12] }, {}, { $and: [{ g: 2 }] }),
  refusesUpdate(POSITIONAL, { g: [1] }, { $set: { "g.$": 2 } }, 2),
  updates(ALL, { g: [80, 100] }, { $inc: { "g.$[]": 10 } }, { g: [90, 110] }),
  updates(ALL, { g: [{ q: [1] }, { q: [2] }] }, { $inc: { "g.$[].q.$[]": 1 } }, { g: [{ q: [2] }, { q: [3] }] }),
  refusesUpdate(ALL, { g: 1 }, { $inc: { "g.$[]": 1 } }, 2),
  refusesUpdate(ALL, {}, { $inc: { "g.$[]": 1 } }, 2),
  updates(
    FILTERED,
    { g: [95, 102, 90] },
    { $set: { "g.$[e]": 100 } },
    { g: [95, 100, 90] },
    { arrayFilters: [{ e: { $gte: 100 } }] },
  ),
  updates(
    FILTERED,
    {
      g: [
        { n: 80, m: 75 },
        { n: 85, m: 100 },
      ],
    },
    { $set: { "g.$[e].m": 0 } },
    {
      g: [
        { n: 80, m: 75 },
        { n: 85, m: 0 },
      ],
    },
    { arrayFilters: [{ "e.n": { $gte: 85 } }] },
  ),
  updates(
    FILTERED,
    {
      g: [
        { t: "q", q: [5, 8] },
        { t: "x", q: [8] },
      ],
    },
    { $inc: { "g.$[a].q.$[b]": -2 } },
    {
      g: [
        { t: "q", q: [5, 6] },
        { t: "x", q: [8] },
      ],
    },
    { arrayFilters: [{ "a.t": "q" }, { b: { $gte: 6 } }] },
  ),
  updates(
    FILTERED,
    {
      g: [
        { a: 1, b: 1 },
        { a: 1, b: 2 },
      ],
    },
    { $set: { "g.$[e].z": 1 } },
    {
      g: [
        { a: 1, b: 1 },
        { a: 1, b: 2, z: 1 },
      ],
    },
    { arrayFilters: [{ "e.a": 1, "e.b": 2 }] },
  ),
  updates(FILTERED, { g: [1] }, { $set: { "g.$[e]": 9 } }, { g: [1] }, { arrayFilters: [{ e: 5 }] }),
  refusesUpdate(FILTERED, { g: [1] }, { $set: { "g.$[e]": 9 } }, 2),
  refusesUpdate(FILTERED, { g: [1] }, { $set: { g: 9 } }, 9, { arrayFilters: [{ e: 5 }] }),
  refusesUpdate(FILTERED, { g: [1] }, { $set: { "g.$[e]": 9 } }, 9, { arrayFilters: [{ e: 5 }, { e: 6 }] }),
  // whole updates
  refusesUpdate(BEHAVIOUR, { a: 1 }, { $nonsense: { a: 1 } }, 9),
  refusesUpdate(BEHAVIOUR, { a: 1 }, { $inc: { a: 1 }, $set: { a: 2 } }, 40),
  refusesUpdate(BEHAVIOUR, { a: 1 }, { $set: 5 }, 9),
  does(
    BEHAVIOUR,
    "an update that changes nothing counts as matched only",
    [{ a: 1 }],
    async (c) => {
      const { matchedCount, modifiedCount } = await c.updateOne({}, { $set: { a: 1 } });
      return { matchedCount, modifiedCount };
    },
    { matchedCount: 1, modifiedCount: 0 },
  ),
  does(
    BEHAVIOUR,
    "updateMany changes every match",
    [{ a: 1 }, { a: 1 }, { a: 2 }],
    async (c) => (await c.updateMany({ a: 1 }, { $set: { b: 1 } })).modifiedCount,
    2,
  ),
  does(
    "reference/method/db.collection.replaceOne",
    "a replacement keeps the _id and drops all else",
    [{ a: 1, b: 2 }],
    async (c) => {
      await c.replaceOne({ a: 1 }, { c: 3 });
      return c.findOne({});
    },
    { _id: 1, c: 3 },
  ),
  fails(
    "reference/method/db.collection.replaceOne",
    "a replacement cannot change the _id",
    [{ a: 1 }],
    (c) => c.replaceOne({ a: 1 }, { _id: 7 as never, c: 3 }),
    66,
  ),
  // upserts
  upserts(UPSERT, { name: "x", age: { $gt: 5 } }, { $set: { b: 1 } }, { name: "x", b: 1 }),
  upserts(UPSERT, { _id: id }, { $set: { b: 1 } }, { _id: id, b: 1 }, true),
  upserts(UPSERT, { "a.b": 1 }, { $inc: { n: 1 } }, { a: { b: 1 }, n: 1 }),
  upserts(UPSERT, { $and: [{ a: 1 }, { b: { $eq: 2 } }] }, { $set: { c: 3 } }, { a: 1, b: 2, c: 3 }),
  upserts(UPSERT, { a: { $in: [1, 2] } }, { $set: { c: 3 } }, { c: 3 }),
  upserts(op("setOnInsert"), { k: 1 }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { k: 1, a: 1, b: 2 }),
  updates(op("setOnInsert"), { k: 1 }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { k: 1, a: 1 }),
  does(
    UPSERT,
    "an upsert reports the new _id",
    [],
    async (c) => (await c.updateOne({ _id: 5 as never }, { $set: { a: 1 } }, { upsert: true })).upsertedId,
    5,
  ),
  does(
    UPSERT,
    "a replacement upsert takes the _id of the filter",
    [],
    async (c) => {
      await c.replaceOne({ _id: 5 as never, z: 1 }, { a: 1 }, { upsert: true });
      return c.findOne({});
    },
    { _id: 5, a: 1 },
  ),
  // pipelines
  updates(PIPELINE, { a: 1, b: 2 }, [{ $set: { sum: { $add: ["$a", "$b"] } } }], { a: 1, b: 2, sum: 3 }),
  updates(PIPELINE, { a: 1, b: 2 }, [{ $unset: "b" }, { $set: { c: "$a" } }], { a: 1, c: 1 }),
  updates(PIPELINE, { a: 1 }, [{ $replaceWith: { z: "$a" } }], { z: 1 }),
  refusesUpdate(PIPELINE, { a: 1 }, [{ $group: { _id: 1 } }] as never, 72),
  // findAndModify
  does(
    "reference/command/findAndModify",
    "returns the document before the change",
    [{ a: 1 }],
    (c) => c.findOneAndUpdate({}, { $inc: { a: 1 } }),
    { _id: 1, a: 1 },
  ),
  does(
    "reference/command/findAndModify",
    "returns the document after the change when asked",
    [{ a: 1 }],
    (c) => c.findOneAndUpdate({}, { $inc: { a: 1 } }, { returnDocument: "after" }),
    { _id: 1, a: 2 },
  ),
  does(
    "reference/command/findAndModify",
    "takes the first by the sort",
    [{ a: 1 }, { a: 5 }],
    (c) => c.findOneAndDelete({}, { sort: { a: -1 } }),
    { _id: 2, a: 5 },
  ),
  does(
    "reference/command/findAndModify",
    "gives null when nothing matches",
    [],
    (c) => c.findOneAndUpdate({ a: 1 }, { $set: { b: 1 } }),
    null,
  ),
  does(
    "reference/command/findAndModify",
    "shows chosen fields only",
    [{ a: 1, b: 2 }],
    (c) => c.findOneAndUpdate({}, { $inc: { a: 1 } }, { projection: { b: 1, _id: 0 } }),
    { b: 2 },
  ),
  does(
    "reference/command/findAndModify",
    "upserts and returns the new document",
    [],
    (c) => c.findOneAndUpdate({ _id: 3 as never }, { $set: { a: 1 } }, { upsert: true, returnDocument: "after" }),
    { _id: 3, a: 1 },
  ),
];
