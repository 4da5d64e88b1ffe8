import { describe, expect, test } from "vitest";
import { canonicalJson, newSigningPair } from "../signing.ts";
import {
  numberOf,
  readDocument,
  signDocument,
  wholeText,
  type DocumentKind,
  type SignedDocument,
} from "./signed-document.ts";

interface Body {
  said: string;
  count: number;
}
const read = ({ body }: { body: object }) => ("said" in body ? (body as Body) : null);
/** A kind that had another format before. */
const kind: DocumentKind<Body> = {
  type: "opinion",
  present: 2,
  formats: { 1: { signedText: ({ body }) => JSON.stringify(body), read }, 2: { signedText: wholeText, read } },
};
const pair = newSigningPair();
const signed = (at: number, said = "同意") =>
  signDocument(
    kind,
    {
      subjectId: "a".repeat(24),
      body: { said, count: 1 },
      signer: { id: "b".repeat(24), name: "王主任", keyId: "c".repeat(24) },
      time: new Date(at),
    },
    pair.privateKey,
  );
const document = signed(0);

describe("RFC 8785", () => {
  test("numbers, strings and literals of its section 3.2.2", () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });
  test("keys in the order of its section 3.2.3", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const sorted = Object.keys(
      JSON.parse(canonicalJson(Object.fromEntries(keys.map((key) => [`-${key}`, 0])))) as object,
    );
    expect(sorted).toEqual(["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"].map((key) => `-${key}`));
  });
  test.each([
    ["half of a pair", "\ud800", "Lone surrogate"],
    ["no number", Number.NaN, "NaN"],
    ["nothing", undefined, "nothing to be written"],
  ])("refuses %s", (_what, value, why) => {
    expect(() => canonicalJson(value)).toThrow(why);
  });
});

describe("R34 a signed document", () => {
  test("is read as it was signed, whatever the order of keys in the database", () => {
    expect(readDocument(kind, document, pair.publicKey)).toEqual({ content: { said: "同意", count: 1 }, valid: true });
    const turned = { ...document, body: { count: 1, said: "同意" } };
    expect(readDocument(kind, turned, pair.publicKey).valid).toBe(true);
  });
  test("has a number of its own, also of the same words by the same hand", () => {
    const numbers = Array.from({ length: 200 }, (_, at) => signed(at).number);
    expect(new Set(numbers).size).toBe(200);
    for (const number of numbers) expect(number).toMatch(/^([0-9A-F]{4}-){3}[0-9A-F]{4}$/);
  });
  test.each<[string, Partial<SignedDocument>]>([
    ["body", { body: { said: "不同意", count: 1 } }],
    ["number within the body", { body: { said: "同意", count: 2 } }],
    ["additional word", { body: { said: "同意", count: 1, more: "" } }],
    ["signer", { signer: { ...document.signer, id: "d".repeat(24) } }],
    ["name", { signer: { ...document.signer, name: "李主任" } }],
    ["key's id", { signer: { ...document.signer, keyId: "d".repeat(24) } }],
    ["time", { time: new Date(1) }],
    ["type", { type: "note" }],
    ["format", { formatVersion: 1 }],
    ["hash", { contentSha256: "0".repeat(64) }],
    ["number", { number: signed(1).number }],
    ["signature and its number", { signature: signed(1).signature, number: signed(1).number }],
  ])("falls with another %s", (_what, change) => {
    expect(readDocument(kind, { ...document, ...change }, pair.publicKey).valid).toBe(false);
  });
  test("falls with any flipped bit of the signature", () => {
    const bytes = Buffer.from(document.signature, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const signature = flipped.toString("base64url");
      const changed = { ...document, signature, number: numberOf(signature) };
      expect(readDocument(kind, changed, pair.publicKey).valid).toBe(false);
    }
  });
  test("another's key, no key, a body that does not open: not valid, and nothing is thrown", () => {
    for (const key of [newSigningPair().publicKey, null])
      expect(readDocument(kind, document, key)).toMatchObject({ content: { said: "同意" }, valid: false });
    const nothing = { content: null, valid: false };
    expect(readDocument(kind, { ...document, body: null }, pair.publicKey)).toEqual(nothing);
    expect(readDocument(kind, { ...document, body: {} }, pair.publicKey)).toEqual(nothing);
    const lone = { ...document, body: { said: "\ud800", count: 1 } };
    expect(readDocument(kind, lone, pair.publicKey).valid).toBe(false);
  });
  test("a format that only a later release knows has no content, and cannot be written", () => {
    const later = { ...document, formatVersion: 3 };
    expect(readDocument(kind, later, pair.publicKey)).toEqual({ content: null, valid: false });
    expect(() => signDocument({ ...kind, present: 3 }, { ...document, body: {} }, pair.privateKey)).toThrow(
      "no format 3",
    );
  });
});
