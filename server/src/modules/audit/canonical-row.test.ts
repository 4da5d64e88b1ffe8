import * as fc from "fast-check";
import { Binary, Decimal128, Long, ObjectId, Timestamp } from "bson";
import mongoose from "mongoose";
import { expect, it } from "vitest";
import { canonicalEjson, canonicalRowValue } from "./canonical-row.ts";

const leaf = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", "\u2028", '"', "\\", "尿蛋白", "😀"),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }),
  fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new mongoose.Types.ObjectId(bytes)),
  fc.constantFrom(new Long(1, 2), new Binary(Buffer.from([1])), Decimal128.fromString("1.5"), new Timestamp(5n), /a/i),
  fc.constant(undefined),
);
const stored = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value")), fc.dictionary(fc.string(), tie("value"))),
})).value;

const textOf = (write: (value: unknown) => string, value: unknown): string => {
  try {
    return write(value);
  } catch {
    return "refused";
  }
};

it("whatever a row holds has the text that it always had", () => {
  fc.assert(
    fc.property(stored, (value) => {
      expect(textOf(canonicalRowValue, value)).toBe(textOf(canonicalEjson, value));
    }),
    { numRuns: 300 },
  );
});
