import { Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from "bson";
import type { Case } from "./case.ts";
import { finds, refusesFilter } from "./case.ts";

const op = (name: string) => `reference/operator/query/${name}`;
const NULLS = "tutorial/query-for-null-fields";
const ARRAYS = "tutorial/query-arrays";
const SUBDOCS = "tutorial/query-array-of-documents";
const EMBEDDED = "tutorial/query-embedded-documents";
const TYPES = "reference/bson-type-comparison-order";
const id = new ObjectId("507f1f77bcf86cd799439011");
const day = new Date("2026-03-01T00:00:00Z");

const inventory = [
  { item: "journal", tags: ["blank", "red"], dim: [14, 21] },
  { item: "notebook", tags: ["red", "blank"], dim: [14, 21] },
  { item: "paper", tags: ["red", "blank", "plain"], dim: [14, 21] },
  { item: "planner", tags: ["blank", "red"], dim: [22.85, 30] },
  { item: "postcard", tags: ["blue"], dim: [10, 15.25] },
];
const stock = [
  {
    item: "journal",
    instock: [
      { warehouse: "A", qty: 5 },
      { warehouse: "C", qty: 15 },
    ],
  },
  { item: "notebook", instock: [{ warehouse: "C", qty: 5 }] },
  {
    item: "paper",
    instock: [
      { warehouse: "A", qty: 60 },
      { warehouse: "B", qty: 15 },
    ],
  },
  {
    item: "planner",
    instock: [
      { warehouse: "A", qty: 40 },
      { warehouse: "B", qty: 5 },
    ],
  },
];

export const QUERY: Case[] = [
  // null and missing
  finds(NULLS, [{ item: null }, {}], { item: null }, [1, 2]),
  finds(NULLS, [{ item: null }, {}, { item: 0 }], { item: { $ne: null } }, [3]),
  finds(NULLS, [{ item: null }, {}], { item: { $type: 10 } }, [1]),
  finds(NULLS, [{ item: null }, {}], { item: { $exists: false } }, [2]),
  finds(NULLS, [{ item: null }, {}], { item: { $exists: true } }, [1]),
  finds(NULLS, [{ a: [1, null] }, { a: [1] }, { a: [] }], { a: null }, [1]),
  finds(NULLS, [{ a: [{ b: 1 }, {}] }, { a: [{ b: 1 }] }, { a: [] }], { "a.b": null }, [1]),
  finds(NULLS, [{ a: [{ b: null }] }, { a: 5 }, {}], { "a.b": null }, [1, 2, 3]),
  finds(NULLS, [{ a: null }, {}, { a: 1 }], { a: { $in: [null, 2] } }, [1, 2]),
  finds(NULLS, [{ a: null }, {}, { a: 1 }], { a: { $nin: [null] } }, [3]),
  finds(NULLS, [{ a: null }, {}, { a: 1 }], { a: { $gte: null } }, [1, 2]),
  finds(NULLS, [{ a: null }, { a: 1 }], { a: { $gt: null } }, []),
  finds(op("not"), [{ a: 5 }, {}, { a: 1 }], { a: { $not: { $gt: 3 } } }, [2, 3]),
  finds(op("ne"), [{ a: 5 }, {}], { a: { $ne: 5 } }, [2]),
  // arrays
  finds(ARRAYS, inventory, { tags: ["red", "blank"] }, [2]),
  finds(ARRAYS, inventory, { tags: { $all: ["red", "blank"] } }, [1, 2, 3, 4]),
  finds(ARRAYS, inventory, { tags: "red" }, [1, 2, 3, 4]),
  finds(ARRAYS, inventory, { dim: { $gt: 25 } }, [4]),
  finds(ARRAYS, inventory, { dim: { $gt: 15, $lt: 20 } }, [1, 2, 3, 5]),
  finds(ARRAYS, inventory, { dim: { $elemMatch: { $gt: 22, $lt: 30 } } }, [4]),
  finds(ARRAYS, inventory, { "dim.1": { $gt: 25 } }, [4]),
  finds(ARRAYS, inventory, { tags: { $size: 3 } }, [3]),
  finds(ARRAYS, [{ a: [[1, 2], 3] }, { a: [1, 2] }], { a: [1, 2] }, [1, 2]),
  finds(ARRAYS, [{ a: [] }, { a: [[]] }, { a: 1 }], { a: [] }, [1, 2]),
  finds(op("all"), [{ a: "x" }, { a: ["x"] }], { a: { $all: ["x"] } }, [1, 2]),
  finds(op("all"), [{ a: ["x"] }], { a: { $all: [] } }, []),
  finds(op("all"), [{ a: [["x", "y"]] }, { a: ["x", "y"] }], { a: { $all: [["x", "y"]] } }, [1, 2]),
  finds(
    op("all"),
    stock,
    { instock: { $all: [{ $elemMatch: { warehouse: "A", qty: { $gt: 30 } } }, { $elemMatch: { warehouse: "B" } }] } },
    [3, 4],
  ),
  finds(op("in"), inventory, { tags: { $in: ["blue", "plain"] } }, [3, 5]),
  finds(op("in"), [{ a: "abc" }, { a: "xyz" }, { a: ["bcd"] }], { a: { $in: [/^a/, /^b/] } }, [1, 3]),
  finds(op("in"), [{ a: [1, 2] }, { a: [[1, 2]] }], { a: { $in: [[1, 2]] } }, [1, 2]),
  finds(op("nin"), [{ a: [1, 2] }, { a: 3 }, {}], { a: { $nin: [1] } }, [2, 3]),
  finds(op("size"), [{ a: [] }, {}, { a: 0 }], { a: { $size: 0 } }, [1]),
  finds(
    op("elemMatch"),
    [{ results: [82, 85, 88] }, { results: [75, 88, 89] }],
    { results: { $elemMatch: { $gte: 80, $lt: 85 } } },
    [1],
  ),
  finds(op("elemMatch"), stock, { instock: { $elemMatch: { qty: 5, warehouse: "A" } } }, [1]),
  finds(op("elemMatch"), [{ a: { b: 1 } }], { a: { $elemMatch: { b: 1 } } }, []),
  finds(op("elemMatch"), [{ a: [{ b: 1 }, { b: 3 }] }], { a: { $elemMatch: { $or: [{ b: 2 }, { b: 3 }] } } }, [1]),
  finds(op("elemMatch"), [{ a: [[1, 9]] }, { a: [[1]] }], { a: { $elemMatch: { $elemMatch: { $gt: 5 } } } }, [1]),
  finds(op("elemMatch"), [{ a: ["x", "y"] }], { a: { $elemMatch: { $nin: ["x"] } } }, [1]),
  finds(op("gt"), [{ a: [1, 9] }, { a: [1, 2] }], { a: { $gt: [1, 5] } }, [1]),
  finds(op("not"), [{ a: [1, 5] }, { a: [1, 2] }], { a: { $not: { $gt: 3 } } }, [2]),
  finds(op("ne"), [{ a: [1, 5] }, { a: [2] }], { a: { $ne: 1 } }, [2]),
  // arrays of documents
  finds(SUBDOCS, stock, { instock: { warehouse: "A", qty: 5 } }, [1]),
  finds(SUBDOCS, stock, { instock: { qty: 5, warehouse: "A" } }, []),
  finds(SUBDOCS, stock, { "instock.qty": { $lte: 20 } }, [1, 2, 3, 4]),
  finds(SUBDOCS, stock, { "instock.0.qty": { $lte: 20 } }, [1, 2]),
  finds(SUBDOCS, stock, { "instock.qty": { $gt: 10, $lte: 20 } }, [1, 3, 4]),
  finds(SUBDOCS, stock, { "instock.qty": 5, "instock.warehouse": "A" }, [1, 4]),
  finds(SUBDOCS, [{ a: [{ b: [{ c: 1 }] }, { b: [{ c: 2 }] }] }], { "a.b.c": 2 }, [1]),
  finds(SUBDOCS, [{ a: [{ "0": "x" }] }, { a: [["x"]] }], { "a.0": "x" }, [1]),
  // embedded documents
  finds(EMBEDDED, [{ size: { h: 14, w: 21, uom: "cm" } }], { size: { h: 14, w: 21, uom: "cm" } }, [1]),
  finds(EMBEDDED, [{ size: { h: 14, w: 21, uom: "cm" } }], { size: { w: 21, h: 14, uom: "cm" } }, []),
  finds(EMBEDDED, [{ size: { h: 14, w: 21 } }], { size: { h: 14 } }, []),
  finds(EMBEDDED, [{ size: { h: 14 } }, { size: { h: 20 } }], { "size.h": { $lt: 15 } }, [1]),
  finds(EMBEDDED, [{ a: {} }, { a: { b: 1 } }], { a: {} }, [1]),
  // logic
  finds(op("and"), [{ p: 1 }, { p: 3 }], { $and: [{ p: { $gt: 0 } }, { p: { $lt: 2 } }] }, [1]),
  finds(op("or"), [{ q: 1 }, { p: 10 }, { q: 5 }], { $or: [{ q: { $lt: 2 } }, { p: 10 }] }, [1, 2]),
  finds(op("nor"), [{ p: 1.99, s: true }, { p: 5 }, { s: false }], { $nor: [{ p: 1.99 }, { s: true }] }, [2, 3]),
  finds(
    op("or"),
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    { a: 1, $or: [{ b: 2 }, { b: 3 }] },
    [2],
  ),
  finds(op("not"), [{ n: "p1" }, { n: "x" }], { n: { $not: /^p/ } }, [2]),
  finds(op("not"), [{ n: "p1" }, { n: "x" }], { n: { $not: { $regex: "^p" } } }, [2]),
  finds(
    op("expr"),
    [
      { spent: 450, budget: 400 },
      { spent: 100, budget: 400 },
    ],
    { $expr: { $gt: ["$spent", "$budget"] } },
    [1],
  ),
  finds(op("comment"), [{ a: 1 }], { a: 1, $comment: "why" }, [1]),
  refusesFilter(op("and"), { $and: [] }, 2),
  refusesFilter(op("or"), { $or: {} }, 2),
  refusesFilter(op("nor"), { $nor: [1] }, 2),
  refusesFilter(op("in"), { a: { $in: 1 } }, 2),
  refusesFilter("reference/operator/query", { a: { $unknown: 1 } }, 2),
  refusesFilter("reference/operator/query", { $unknown: 1 }, 2),
  refusesFilter(op("size"), { a: { $size: -1 } }, 9),
  refusesFilter(op("size"), { a: { $size: "x" } }, 9),
  refusesFilter(op("not"), { a: { $not: 1 } }, 2),
  refusesFilter(op("elemMatch"), { a: { $elemMatch: 1 } }, 2),
  refusesFilter(op("all"), { a: { $all: 1 } }, 2),
  // $type, $exists
  finds(
    op("type"),
    [{ z: "1" }, { z: 2 }, { z: Long.fromNumber(3) }, { z: ["4"] }],
    { z: { $type: "string" } },
    [1, 4],
  ),
  finds(
    op("type"),
    [{ z: "1" }, { z: 2 }, { z: Long.fromNumber(3) }, { z: 1.5 }],
    { z: { $type: "number" } },
    [2, 3, 4],
  ),
  finds(op("type"), [{ z: new Double(2) }, { z: 2 }], { z: { $type: "double" } }, [1]),
  finds(op("type"), [{ z: 2 }, { z: Long.fromNumber(2) }], { z: { $type: ["long", "bool"] } }, [2]),
  finds(op("type"), [{ z: [1] }, { z: [] }, { z: 1 }, { z: [[1]] }], { z: { $type: "array" } }, [1, 2, 4]),
  finds(
    op("type"),
    [{ z: new Binary(Buffer.from("x")) }, { z: id }, { z: Decimal128.fromString("1") }],
    { z: { $type: "binData" } },
    [1],
  ),
  finds(op("type"), [{ z: id }, { z: String(id) }], { z: { $type: 7 } }, [1]),
  finds(op("type"), [{ z: Decimal128.fromString("1") }, { z: 1 }], { z: { $type: "decimal" } }, [1]),
  finds(op("type"), [{ z: day }, { z: new Timestamp({ t: 1, i: 1 }) }], { z: { $type: "date" } }, [1]),
  finds(op("type"), [{ z: new MinKey() }, { z: new MaxKey() }], { z: { $type: "minKey" } }, [1]),
  refusesFilter(op("type"), { z: { $type: "nonsense" } }, 2),
  refusesFilter(op("type"), { z: { $type: [] } }, 9),
  // $mod
  finds(op("mod"), [{ q: 0 }, { q: 5 }, { q: 12 }], { q: { $mod: [4, 0] } }, [1, 3]),
  finds(op("mod"), [{ q: -5 }, { q: 5 }], { q: { $mod: [4, -1] } }, [1]),
  finds(op("mod"), [{ q: 4.9 }, { q: "4" }], { q: { $mod: [4, 0] } }, [1]),
  refusesFilter(op("mod"), { q: { $mod: [4] } }, 2),
  refusesFilter(op("mod"), { q: { $mod: [0, 0] } }, 2),
  // $regex
  finds(op("regex"), [{ s: "abc789" }, { s: "xyz" }], { s: { $regex: "789$" } }, [1]),
  finds(op("regex"), [{ s: "ABC" }, { s: "abc" }], { s: { $regex: "^abc", $options: "i" } }, [1, 2]),
  finds(op("regex"), [{ s: "one\nsix" }], { s: { $regex: "^six", $options: "m" } }, [1]),
  finds(op("regex"), [{ s: "one\nsix" }], { s: { $regex: "one.six", $options: "s" } }, [1]),
  finds(op("regex"), [{ s: "abc123" }], { s: { $regex: "abc #name\n 123", $options: "x" } }, [1]),
  finds(op("regex"), [{ s: "Abc" }], { s: { $regex: "(?i)aBC" } }, [1]),
  finds(op("regex"), [{ s: "é" }, { s: "中文" }], { s: { $regex: "^..$" } }, [2]),
  finds(op("regex"), [{ s: /x/ }, { s: "x" }], { s: /x/ }, [1, 2]),
  refusesFilter(op("regex"), { s: { $options: "i" } }, 2),
  refusesFilter(op("regex"), { s: { $regex: "(" } }, 51091),
  refusesFilter(op("regex"), { s: { $regex: "a", $options: "q" } }, 51108),
  // bits
  finds(
    op("bitsAllSet"),
    [{ a: 54 }, { a: 20 }, { a: 20.0 }, { a: new Binary(Buffer.from([0b01100110])) }],
    { a: { $bitsAllSet: [1, 5] } },
    [1, 4],
  ),
  finds(op("bitsAllSet"), [{ a: 54 }, { a: 50 }], { a: { $bitsAllSet: 50 } }, [1, 2]),
  finds(op("bitsAllClear"), [{ a: 54 }, { a: 20 }], { a: { $bitsAllClear: [1, 5] } }, [2]),
  finds(op("bitsAnySet"), [{ a: 54 }, { a: 8 }], { a: { $bitsAnySet: 35 } }, [1]),
  finds(op("bitsAnyClear"), [{ a: 54 }, { a: 2 ** 31 - 1 }], { a: { $bitsAnyClear: [0] } }, [1]),
  finds(op("bitsAllSet"), [{ a: -1 }, { a: 1.5 }], { a: { $bitsAllSet: [63] } }, [1]),
  // types against each other
  finds(
    TYPES,
    [{ a: 1 }, { a: new Double(1) }, { a: Long.fromNumber(1) }, { a: Decimal128.fromString("1.0") }],
    { a: 1 },
    [1, 2, 3, 4],
  ),
  finds(TYPES, [{ a: Decimal128.fromString("9") }, { a: Decimal128.fromString("10") }], { a: { $gt: 9.5 } }, [2]),
  finds(
    TYPES,
    [{ a: Long.fromString("9007199254740993") }, { a: 9007199254740992 }],
    { a: Long.fromString("9007199254740993") },
    [1],
  ),
  finds(TYPES, [{ a: 0.1 }, { a: Decimal128.fromString("0.1") }], { a: Decimal128.fromString("0.1") }, [2]),
  finds(TYPES, [{ a: "5" }, { a: 5 }, { a: true }], { a: { $gt: 4 } }, [2]),
  finds(TYPES, [{ a: NaN }, { a: 1 }], { a: NaN }, [1]),
  finds(TYPES, [{ a: NaN }, { a: 1 }], { a: { $lt: 5 } }, [2]),
  finds(TYPES, [{ a: NaN }, { a: 1 }], { a: { $gte: NaN } }, [1]),
  finds(TYPES, [{ a: -0.0 }, { a: 0 }], { a: 0 }, [1, 2]),
  finds(TYPES, [{ a: Infinity }, { a: 1e308 }], { a: { $gt: 1e308 } }, [1]),
  finds(TYPES, [{ a: 1 }, { a: "x" }, { a: null }], { a: { $gt: new MinKey() } }, [1, 2, 3]),
  finds(TYPES, [{ a: new MaxKey() }, { a: 1 }], { a: new MaxKey() }, [1]),
  finds(
    TYPES,
    [{ a: new Binary(Buffer.from([0x80])) }, { a: new Binary(Buffer.from([0x81])) }],
    { a: new Binary(Buffer.from([0x80])) },
    [1],
  ),
  finds(
    TYPES,
    [{ a: new Binary(Buffer.from([1, 2])) }, { a: new Binary(Buffer.from([9])) }],
    { a: { $gt: new Binary(Buffer.from([9])) } },
    [1],
  ),
  finds(TYPES, [{ a: id }, { a: id.toHexString() }], { a: id }, [1]),
  finds(TYPES, [{ a: day }, { a: new Date(0) }], { a: { $gte: day } }, [1]),
  finds(TYPES, [{ a: false }, { a: 0 }, { a: null }], { a: false }, [1]),
  finds(TYPES, [{ a: true }, { a: false }], { a: { $gt: false } }, [1]),
  finds(TYPES, [{ a: "B" }, { a: "a" }], { a: { $lt: "a" } }, [1]),
  finds(TYPES, [{ a: { b: 1 } }, { a: { b: 2 } }], { a: { $gt: { b: 1 } } }, [2]),
  finds(TYPES, [{ a: "\u{1F600}" }, { a: "\uFF5E" }], { a: { $gt: "\uFF5F" } }, [1]),
];
