import { Binary, Decimal128, Double, Long, ObjectId, Timestamp } from "bson";
import type { Document } from "mongodb";
import type { Case } from "./case.ts";
import {
  does,
  fails,
  finds,
  projects,
  refusesFilter,
  refusesProjection,
  refusesUpdate,
  updates,
  upserts,
} from "./case.ts";

const query = (name: string) => `reference/operator/query/${name}`;
const update = (name: string) => `reference/operator/update/${name}`;
const POSITIONAL = update("positional");
const FILTERED = update("positional-filtered");
const DOLLARS = "core/dot-dollar-considerations/dollar-prefix";
const UPSERT = "reference/method/db.collection.update";
const PROJECT = "tutorial/project-fields-from-query-results";
const SPARSE = "core/index-sparse";
const id = new ObjectId("507f1f77bcf86cd799439011");
const reference = { $ref: "c", $id: id };

/** A refused write of several kinds, and that nothing came of it. */
const refusesWrites = (title: string, code: number, document: Document, asFilter = code): Case[] => [
  fails(DOLLARS, `insert of ${title} is refused`, [], (c) => c.insertOne(document), code),
  fails(
    DOLLARS,
    `upsert of ${title} by its filter is refused`,
    [],
    (c) => c.updateOne({ _id: document["_id"] as never }, { $set: { a: 1 } }, { upsert: true }),
    asFilter,
  ),
  fails(
    DOLLARS,
    `upsert of ${title} by $setOnInsert is refused`,
    [],
    (c) => c.updateOne({ z: 1 }, { $setOnInsert: document }, { upsert: true }),
    code,
  ),
];

/** Names with a dollar or a point, on every way to a field. */
export const PATHS: Case[] = [
  // references
  finds(query("elemMatch"), [{ a: [{ $id: 5 }] }, { a: [{ $id: 6 }] }], { a: { $elemMatch: { $id: 5 } } }, [1]),
  finds(
    query("elemMatch"),
    [{ a: [reference] }, { a: [{ $ref: "d", $id: id }] }],
    { a: { $elemMatch: { $id: id } } },
    [1, 2],
  ),
  finds(
    query("elemMatch"),
    [{ a: [{ ...reference, x: 1 }] }],
    { a: { $elemMatch: { $ref: "c", x: { $gt: 0 } } } },
    [1],
  ),
  finds(query("elemMatch"), [{ a: [{ $id: 5 }] }], { a: { $elemMatch: { $or: [{ $id: 5 }, { $id: 6 }] } } }, [1]),
  finds(query("eq"), [{ a: reference }, { a: { $ref: "c", $id: 1 } }], { a: reference }, [1]),
  finds(query("in"), [{ a: reference }, { a: 1 }], { a: { $in: [reference, 5] } }, [1]),
  refusesFilter("reference/database-references", { $id: 5 }, 2),
  refusesFilter("reference/database-references", { a: { $id: 5 } }, 2),
  refusesFilter(query("comment"), { a: { $comment: "x" } }, 2),
  refusesFilter(query("expr"), { a: { $elemMatch: { $expr: { $eq: [1, 1] } } } }, 2),
  refusesFilter("reference/operator/query", { $alwaysTrue: 5 }, 9),
  // numbers in conditions
  finds(query("mod"), [{ q: Long.fromString("9007199254740993") }], { q: { $mod: [2, 1] } }, [1]),
  finds(query("mod"), [{ q: 1e300 }, { q: Decimal128.fromString("1E+300") }], { q: { $mod: [2, 0] } }, []),
  finds(query("bitsAllSet"), [{ a: 2 ** 60 }, { a: 2 ** 61 }], { a: { $bitsAllSet: Long.fromNumber(2 ** 60) } }, [1]),
  finds(query("bitsAllSet"), [{ a: 2 ** 70 }, { a: 1.5 }, { a: new Double(2) }], { a: { $bitsAnyClear: [0] } }, [3]),
  refusesFilter(query("bitsAllSet"), { a: { $bitsAllSet: -1 } }, 2),
  refusesFilter(query("bitsAllSet"), { a: { $bitsAllSet: [1.5] } }, 2),
  refusesFilter(query("bitsAllSet"), { a: { $bitsAllSet: "1" } }, 2),
  refusesFilter(query("size"), { a: { $size: 1.5 } }, 9),
  refusesFilter(query("mod"), { q: { $mod: [2, 1, 0] } }, 2),
  refusesFilter(query("mod"), { q: { $mod: [0.5, 0] } }, 2),
  refusesFilter(query("mod"), { q: { $mod: [NaN, 0] } }, 2),
  refusesFilter(query("type"), { z: { $type: 1.5 } }, 2),
  refusesFilter(query("type"), { z: { $type: true } }, 14),
  // a pattern's end stands before a last newline
  finds(query("regex"), [{ s: "abc\n" }, { s: "abc" }, { s: "abc\n\n" }, { s: "c\nd" }], { s: /c$/ }, [1, 2]),
  // $pull with conditions combined
  updates(
    update("pull"),
    { r: [{ a: 1 }, { b: 2 }, { c: 3 }, 1] },
    { $pull: { r: { $or: [{ a: 1 }, { b: 2 }] } } },
    { r: [{ c: 3 }, 1] },
  ),
  updates(
    update("pull"),
    { r: [{ a: 1, b: 2 }, { a: 1 }] },
    { $pull: { r: { $and: [{ a: 1 }, { b: 2 }] } } },
    { r: [{ a: 1 }] },
  ),
  updates(update("pull"), { r: [{ a: 1 }, { a: 2 }] }, { $pull: { r: { $nor: [{ a: 1 }] } } }, { r: [{ a: 1 }] }),
  updates(update("pull"), { r: [1, 5, 9] }, { $pull: { r: { $not: { $gt: 4 } } } }, { r: [5, 9] }),
  updates(update("pull"), { r: [{ a: 1 }, { b: 1 }] }, { $pull: { r: {} } }, { r: [] }),
  refusesUpdate(update("pull"), { r: [1] }, { $pull: { r: { $nonsense: 1 } } }, 2),
  refusesUpdate(update("pull"), { r: [1] }, { $pull: { r: { $expr: true } } }, 224),
  refusesUpdate(update("pull"), { r: [1] }, { $pull: { r: { $id: 1 } } }, 2),
  refusesUpdate(FILTERED, { r: [1] }, { $set: { "r.$[e]": 1 } }, 224, { arrayFilters: [{ $expr: true }] }),
  // names with a dollar
  updates(DOLLARS, { a: { b: 1 } }, { $set: { "a.$c": 2 } }, { a: { b: 1, $c: 2 } }),
  updates(DOLLARS, { a: 1 }, { $set: { a: { $inc: 5 } } }, { a: { $inc: 5 } }),
  updates(DOLLARS, { a: {} }, { $inc: { "a.$n.$m": 1 } }, { a: { $n: { $m: 1 } } }),
  updates(DOLLARS, { a: { $b: 1, c: 2 } }, { $unset: { "a.$b": "" } }, { a: { c: 2 } }),
  refusesUpdate(DOLLARS, { a: 1 }, { $set: { $price: 5 } }, 52),
  refusesUpdate(DOLLARS, { a: 1 }, { $inc: { "$price.x": 5 } }, 52),
  refusesUpdate(DOLLARS, { a: 1 }, { $rename: { a: "$b" } }, 52),
  upserts(DOLLARS, { k: 1 }, { $set: { $price: 5 } }, { $price: 5, k: 1 }),
  does(
    DOLLARS,
    "an insert keeps names with a dollar and a point",
    [],
    async (c) => {
      await c.insertOne({ _id: 1 as never, $price: 5, "a.b": { $c: 1, "d.e": 2 } });
      return c.findOne();
    },
    { _id: 1, $price: 5, "a.b": { $c: 1, "d.e": 2 } },
  ),
  ...refusesWrites("an _id with $a", 52, { _id: { $a: 1 } }, 2),
  ...refusesWrites("an _id with $a further in", 52, { _id: { a: [{ b: { $a: 1 } }] } }),
  fails(
    DOLLARS,
    "an _id that is half a reference is refused",
    [],
    (c) => c.insertOne({ _id: { $id: 1 } as never }),
    52,
  ),
  does(
    DOLLARS,
    "an _id that is a reference is stored",
    [],
    async (c) => (await c.insertOne({ _id: reference as never })).acknowledged,
    true,
  ),
  fails("core/document", "an _id cannot be a pattern", [], (c) => c.insertOne({ _id: /x/ as never }), 53),
  // empty names
  refusesUpdate(update("set"), { a: 1 }, { $set: { "": 1 } }, 56),
  refusesUpdate(update("set"), { a: 1 }, { $set: { "a.": 1 } }, 56),
  refusesUpdate(update("set"), { a: 1 }, { $set: { ".a": 1 } }, 56),
  refusesUpdate(update("rename"), { a: 1 }, { $rename: { a: "" } }, 56),
  refusesUpdate(update("unset"), { a: 1 }, { $unset: { "a..b": 1 } }, 56),
  // positional operators
  refusesUpdate(POSITIONAL, { a: [[1]] }, { $set: { "a.$.$": 1 } }, 2, {}, { a: [1] }),
  refusesUpdate(POSITIONAL, { a: [1] }, { $set: { "$.a": 1 } }, 2),
  refusesUpdate(update("positional-all"), { a: [1] }, { $set: { "$[].a": 1 } }, 2),
  refusesUpdate(FILTERED, { a: [1] }, { $set: { "$[e].a": 1 } }, 2, { arrayFilters: [{ e: 1 }] }),
  refusesUpdate(FILTERED, { a: [1] }, { $set: { "a.$[e]": 1 } }, 9, { arrayFilters: [{ e: 1 }, { f: 1 }] }),
  refusesUpdate(FILTERED, { a: [1] }, { $set: { "a.$[e]": 1 } }, 9, { arrayFilters: [{ e: 1, f: 1 }] }),
  refusesUpdate(FILTERED, { a: [1] }, { $set: { "a.$[e]": 1 } }, 9, { arrayFilters: [{}] }),
  refusesUpdate(FILTERED, { a: [1] }, { $set: { "a.$[E]": 1 } }, 2, { arrayFilters: [{ E: 1 }] }),
  refusesUpdate(FILTERED, { a: [1] }, { $set: { "a.$[e]": 1 } }, 14, { arrayFilters: [1 as never] }),
  fails(
    POSITIONAL,
    "an upsert has no element that was met",
    [],
    (c) => c.updateOne({ a: 5 }, { $set: { "b.$": 1 } }, { upsert: true }),
    2,
  ),
  // upserts from their filter
  fails(
    UPSERT,
    "an upsert by a part of the _id is refused",
    [],
    (c) => c.updateOne({ "_id.a": 1 }, { $set: { b: 1 } }, { upsert: true }),
    111,
  ),
  fails(
    UPSERT,
    "a replacement by a part of the _id is refused",
    [],
    (c) => c.replaceOne({ "_id.a": 1 }, { b: 1 }, { upsert: true }),
    111,
  ),
  ...[
    { a: 1, "a.b": 2 },
    { "a.b": 2, a: { c: 1 } },
    { a: { b: 1 }, "a.c": 2 },
    { $and: [{ a: 1 }, { a: 2 }] },
    { a: 1, $or: [{ a: 1 }] },
  ].map((filter) =>
    fails(
      UPSERT,
      `an upsert cannot choose between ${JSON.stringify(filter)}`,
      [],
      (c) => c.updateOne(filter, { $set: { z: 1 } }, { upsert: true }),
      54,
    ),
  ),
  does(
    UPSERT,
    "a replacement takes no more than the _id from a filter that says a field twice",
    [],
    async (c) => {
      await c.replaceOne({ a: 1, "a.b": 2, _id: 3 as never }, { c: 1 }, { upsert: true });
      return c.findOne();
    },
    { _id: 3, c: 1 },
  ),
  does(
    UPSERT,
    "constants are for pipelines",
    [{ a: 1 }],
    async (c) => {
      const updates = [{ q: {}, u: { $set: { a: 1 } }, c: { x: 1 } }];
      const reply = await c.db.command({ update: c.collectionName, updates });
      return (reply["writeErrors"] as { code: number }[])[0]?.code;
    },
    51198,
  ),
  // $currentDate
  refusesUpdate(update("currentDate"), {}, { $currentDate: { a: "date" } }, 2),
  refusesUpdate(update("currentDate"), {}, { $currentDate: { a: 1 } }, 2),
  refusesUpdate(update("currentDate"), {}, { $currentDate: { a: { $type: "date", more: 1 } } }, 2),
  refusesUpdate(update("currentDate"), {}, { $currentDate: { a: { $type: "day" } } }, 2),
  // $push
  refusesUpdate(update("sort"), { s: [] }, { $push: { s: { $each: [1], $sort: { a: 2 } } } }, 2),
  refusesUpdate(update("sort"), { s: [] }, { $push: { s: { $each: [1], $sort: { "a.": 1 } } } }, 2),
  refusesUpdate(update("sort"), { s: [] }, { $push: { s: { $each: [1], $sort: {} } } }, 2),
  refusesUpdate(update("slice"), { s: [] }, { $push: { s: { $each: [1], $slice: 1.5 } } }, 2),
  refusesUpdate(update("position"), { s: [] }, { $push: { s: { $each: [1], $position: "0" } } }, 2),
  refusesUpdate(update("push"), { s: [] }, { $push: { s: { $each: [1], $nonsense: 1 } } }, 2),
  refusesUpdate(update("addToSet"), { s: [] }, { $addToSet: { s: { $each: [1], $slice: 1 } } }, 2),
  // an empty timestamp
  does(
    "reference/bson-types",
    "an empty timestamp at the top becomes the moment it is stored, one further in stays",
    [],
    async (c) => {
      const empty = new Timestamp(0n);
      await c.insertOne({ _id: 1 as never, t: empty, u: empty, in: { t: empty } });
      await c.replaceOne({ _id: 2 as never }, { t: empty }, { upsert: true });
      const [first, second] = await c.find().sort({ _id: 1 }).toArray();
      const now = Math.floor(Date.now() / 1000);
      const recent = (value: Timestamp) => Math.abs(now - value.getHighBits()) < 60;
      return [recent(first?.["t"]), first?.["t"].equals(first["u"]), first?.["in"].t.isZero(), recent(second?.["t"])];
    },
    [true, false, true, true],
  ),
  // projections
  refusesProjection(PROJECT, { "a.$": 0 }, 31395),
  refusesProjection(PROJECT, { "b.$": 1, "a.$": 1 }, 31276),
  refusesProjection(PROJECT, { "a.$.b": 1 }, 31394),
  refusesProjection(PROJECT, { "b.$": 1, b: 1 }, 31250),
  refusesProjection(PROJECT, { a: { $slice: 1 }, "a.b": 1 }, 31249),
  refusesProjection(PROJECT, { "a.b": 1, a: { $slice: 1 } }, 31250),
  refusesProjection(PROJECT, { a: { $slice: 1, b: 1 } }, 15983),
  refusesProjection(PROJECT, { a: { $elemMatch: { x: 1 }, b: 1 } }, 15983),
  refusesProjection(PROJECT, { a: 0, b: { $add: [1, 1] } }, 31252),
  refusesProjection(PROJECT, { a: 0, b: "text" }, 31252),
  refusesProjection(PROJECT, { "a.b": { $elemMatch: { x: 1 } } }, 31275),
  refusesProjection(PROJECT, { a: {} }, 51270),
  refusesProjection(PROJECT, { "": 1 }, 40352),
  refusesProjection(PROJECT, { "a.": 1 }, 40353),
  refusesProjection(PROJECT, { "a..b": 1 }, 15998),
  refusesProjection(PROJECT, { ".a": 1 }, 15998),
  refusesProjection(PROJECT, { $a: 1 }, 16410),
  refusesProjection(PROJECT, { "a.$b": 1 }, 16410),
  refusesProjection(PROJECT, { a: { $slice: "x" } }, 28667),
  projects(PROJECT, { a: [1, 2], b: 1 }, { a: { $slice: 1 }, _id: 0, b: 1 }, { a: [1], b: 1 }),
  projects(PROJECT, { a: 1 }, { x: "text", _id: 0 }, { x: "text" }),
  // sorts
  ...(
    [
      [{ "": 1 }, 40352],
      [{ "a.": 1 }, 40353],
      [{ "a..b": 1 }, 15998],
      [{ $a: 1 }, 16410],
      [{ a: 0 }, 15975],
      [{ a: 1.5 }, 15975],
      [{ a: "asc" }, 15975],
    ] as const
  ).map(([sort, code]) =>
    fails(
      "reference/method/cursor.sort",
      `sort ${JSON.stringify(sort)} is refused`,
      [{ a: 1 }],
      (c) => c.db.command({ find: c.collectionName, sort }),
      code,
    ),
  ),
  // hints
  does(
    SPARSE,
    "a hinted sparse index finds what is in it and no more",
    [{ a: 1 }, { b: 1 }, { a: null }],
    async (c) => {
      await c.createIndex({ a: 1 }, { sparse: true });
      const hint = { a: 1 };
      return [
        (await c.find().hint(hint).toArray()).length,
        await c.countDocuments({}, { hint }),
        (await c.db.command({ count: c.collectionName, hint }))["n"],
        (await c.find({ a: null }).hint(hint).toArray()).length,
        (await c.find().toArray()).length,
        (await c.find().sort({ a: 1 }).hint(hint).toArray()).length,
        (await c.updateMany({}, { $set: { z: 1 } }, { hint })).matchedCount,
        (await c.deleteMany({}, { hint })).deletedCount,
      ];
    },
    [2, 2, 2, 1, 3, 2, 2, 2],
  ),
  fails(
    "core/index-partial",
    "a hinted partial index that does not hold all is refused",
    [{ a: 1 }],
    async (c) => {
      await c.createIndex({ a: 1 }, { partialFilterExpression: { b: 1 } });
      await c.find({ a: 1 }).hint({ a: 1 }).toArray();
    },
    291,
  ),
  ...([{ $natural: -1 }, { $natural: 2 }, { $natural: 1, a: 1 }, { nosuch: 1 }] as const).map((hint, at) =>
    fails(
      "reference/method/cursor.hint",
      `hint ${JSON.stringify(hint)} is refused`,
      [{ a: 1 }],
      (c) => c.db.command({ find: c.collectionName, hint }),
      at === 0 ? 238 : 2,
    ),
  ),
  does(
    "reference/bson-types",
    "binary subtype 2 comes back as it was sent",
    [],
    async (c) => {
      await c.insertOne({ _id: 1 as never, b: new Binary(Buffer.from("old"), 2) });
      return c.countDocuments({ b: new Binary(Buffer.from("old"), 2) });
    },
    1,
  ),
];
