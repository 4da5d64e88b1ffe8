import {
  BSONRegExp,
  Binary,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  serialize,
} from "bson";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "../src/bson/decode.ts";
import { encode } from "../src/bson/encode.ts";
import { MongoError } from "../src/errors.ts";
import { random } from "./support.ts";

/** Values of every type, as a driver would send them. Integer-like names are left out: JavaScript reorders them. */
const name = fc
  .string({ maxLength: 8 })
  .filter((text) => !/^\d+$/.test(text) && !text.includes("\0") && text !== "__proto__");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, new MinKey(), new MaxKey(), Number.NaN, -0, Infinity),
    fc.integer(),
    fc.double(),
    fc.integer().map((number) => new Double(number)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((number) => Long.fromBigInt(number)),
    fc.string({ unit: "grapheme" }),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
    fc
      .tuple(fc.uint8Array({ maxLength: 20 }), fc.constantFrom(0, 3, 5, 128))
      .map(([bytes, type]) => new Binary(bytes, type)),
    fc
      .tuple(fc.bigInt(-(10n ** 33n), 10n ** 33n), fc.integer({ min: -6000, max: 6000 }))
      .map(([digits, power]) => Decimal128.fromString(`${digits}E${power}`)),
    fc.constantFrom<unknown>(
      new Timestamp({ t: 7, i: 9 }),
      new BSONRegExp("a.b", "im"),
      new Code("x"),
      new Code("y", { z: 1 }),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4 }),
  ),
}));
const document = fc.dictionary(name, value, { maxKeys: 5 }).map((fields) => ({ _id: 1, ...fields }));

test("names and texts of every length and script come back as they are, whichever were met before", () => {
  const chance = random(11);
  const letters = ["abc", "äöü", "复诊桥", "😀🩺", "aé诊🩺\u007f\u0080\uffff"].map((script) => [...script]);
  const some = (length: number): string => {
    const script = letters[Math.floor(chance() * letters.length)] ?? [];
    return Array.from({ length }, () => script[Math.floor(chance() * script.length)]).join("");
  };
  // Of few letters there are more names than places to keep them, so that many share one.
  for (let round = 0; round < 20_000; round++) {
    const [key, text] = [some(1 + Math.floor(chance() * 40)), some(Math.floor(chance() * 140))];
    const bytes = serialize({ [key]: text });
    const decoded = decode(bytes);
    expect(Object.entries(decoded)).toEqual([[key, text]]);
    expect(Buffer.compare(encode(decoded), bytes)).toBe(0);
  }
  expect(encode({ a: "x\0y" }).equals(serialize({ a: "x\0y" }))).toBe(true);
});

test("what the driver's library encodes comes back byte for byte", () => {
  fc.assert(
    fc.property(document, (fields) => {
      const bytes = serialize(fields);
      expect(encode(decode(bytes)).toString("hex")).toBe(Buffer.from(bytes).toString("hex"));
    }),
    { numRuns: 3000 },
  );
});

test("damaged bytes end in InvalidBSON or in a document, never in anything else", () => {
  fc.assert(
    fc.property(
      document,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (fields, flips) => {
        const bytes = Buffer.from(serialize(fields));
        for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
        const outcome = (() => {
          try {
            return decode(bytes);
          } catch (error) {
            return error;
          }
        })();
        const fine =
          outcome instanceof MongoError ? outcome.code === 22 || outcome.code === 15 : !(outcome instanceof Error);
        expect(fine).toBe(true);
      },
    ),
    { numRuns: 5000 },
  );
});
