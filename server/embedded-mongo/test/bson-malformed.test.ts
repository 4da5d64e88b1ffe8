import { Code, Double } from "bson";
import { expect, test } from "vitest";
import { decode, decodeSent } from "../src/bson/decode.ts";
import { encode } from "../src/bson/encode.ts";
import { doc, typeOf } from "../src/bson/types.ts";
import { MongoError } from "../src/errors.ts";
import { compare } from "../src/values/compare.ts";
import { encodeKey } from "../src/values/key.ts";

const int = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeInt32LE(value, 0);
  return out;
};
const text = (value: string): Buffer => Buffer.concat([int(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]);
const documentOf = (...fields: Buffer[]): Buffer => {
  const body = Buffer.concat([...fields, Buffer.of(0)]);
  return Buffer.concat([int(body.length + 4), body]);
};
const field = (type: number, content: Uint8Array, name = "a"): Buffer =>
  Buffer.concat([Buffer.of(type), Buffer.from(`${name}\0`), content]);
const one = (type: number, ...content: Uint8Array[]): Buffer => documentOf(field(type, Buffer.concat(content)));

const codeOf = (bytes: Buffer): unknown => {
  try {
    return decodeSent(bytes);
  } catch (error) {
    return error instanceof MongoError ? error.code : error;
  }
};

const scope = documentOf(field(16, int(1), "x"));
const scoped = (lie: number, code = text("f()"), inner = scope): Buffer =>
  one(15, int(4 + code.length + inner.length + lie), code, inner);

test.each([
  ["binary subtype 2 whose inner length is too long", one(5, int(5), Buffer.of(2), int(9), Buffer.of(7))],
  ["binary subtype 2 whose inner length is too short", one(5, int(5), Buffer.of(2), int(0), Buffer.of(7))],
  ["binary subtype 2 whose inner length is negative", one(5, int(5), Buffer.of(2), int(-1), Buffer.of(7))],
  ["binary subtype 2 without room for its inner length", one(5, int(2), Buffer.of(2, 0, 0))],
  ["binary of negative length", one(5, int(-1), Buffer.of(0))],
  ["code with scope that claims one byte more", scoped(1)],
  ["code with scope that claims one byte less", scoped(-1)],
  ["code with scope of length zero", one(15, int(0), text("f()"), scope)],
  ["code with scope of negative length", one(15, int(-20), text("f()"), scope)],
  ["code with scope longer than its document", scoped(1000)],
  ["code with scope whose code runs into the scope", scoped(0, Buffer.concat([int(20), Buffer.from("f()\0")]))],
  ["code with scope whose scope lies", scoped(0, text("f()"), Buffer.concat([int(99), Buffer.of(0)]))],
  ["a string of length zero", one(2, int(0), Buffer.of(0))],
  ["a truncated code point that reads as one replacement", one(2, int(5), Buffer.of(0xf0, 0x9f, 0x98, 0x41, 0))],
  ["a surrogate in UTF-8", one(2, int(4), Buffer.of(0xed, 0xa0, 0x80, 0))],
  ["a field name that is no UTF-8", documentOf(Buffer.of(10, 0xff, 0xfe, 0))],
  ["a regular expression with an unknown option", one(11, Buffer.from("x\0q\0"))],
  ["a regular expression without its end", one(11, Buffer.from("x\0"))],
  ["an object id of eleven bytes", one(7, Buffer.alloc(11))],
  ["a decimal of fifteen bytes", one(19, Buffer.alloc(15))],
  ["a document with bytes behind its end", documentOf(Buffer.concat([Buffer.of(0), Buffer.of(1, 2, 3)]))],
  ["an array that ends in its middle", one(4, int(12), Buffer.of(16, 0x30, 0, 1, 0, 0, 0))],
  ["a date beyond JavaScript's", one(9, int(-1), int(0x7fffffff))],
])("%s is InvalidBSON", (_, bytes) => {
  expect(codeOf(bytes)).toBe(22);
});

test.each([
  ["undefined", one(6)],
  ["symbol", one(14, text("s"))],
  ["dbPointer", one(12, text("d.c"), Buffer.alloc(12))],
  ["two fields of one name", documentOf(field(16, int(1)), field(16, int(2)))],
  ["two fields of one name inside", one(3, documentOf(field(10, Buffer.alloc(0)), field(16, int(2))))],
])("%s is refused by name from a client", (_, bytes) => {
  expect(codeOf(bytes)).toBe(238);
});

test("what an earlier version stored of such types can still be read", () => {
  expect(decode(one(14, text("s")))).toEqual(doc({ a: "s" }));
  expect(decode(one(6))).toEqual(doc({ a: null }));
  expect(decode(documentOf(field(16, int(1)), field(16, int(2))))).toEqual(doc({ a: 2 }));
});

test.each([
  ["binary subtype 2", one(5, int(5), Buffer.of(2), int(1), Buffer.of(7))],
  ["empty binary subtype 2", one(5, int(4), Buffer.of(2), int(0))],
  ["code with scope", scoped(0)],
  ["code with an empty scope", scoped(0, text(""), documentOf())],
  ["a genuine replacement character", one(2, text("\uFFFD"))],
  ["an empty field name", documentOf(field(16, int(1), ""))],
])("%s comes back byte for byte", (_, bytes) => {
  expect(encode(decodeSent(bytes)).toString("hex")).toBe(bytes.toString("hex"));
});

test("code with scope is a type of its own, and its scope counts", () => {
  const [a, b] = [new Code("f", doc({ x: 1 })), new Code("f", doc({ x: 2 }))];
  expect([typeOf(a), typeOf(new Code("f"))]).toEqual(["javascriptWithScope", "javascript"]);
  expect(compare(a, b)).toBe(-1);
  expect(Buffer.compare(encodeKey(a), encodeKey(b))).toBe(-1);
});

test("an instant that JavaScript cannot hold is never written as another one", () => {
  expect(() => encode({ a: new Date(Number.NaN) })).toThrow(MongoError);
  expect(encode({ a: new Double(1) }).length).toBe(16);
});
