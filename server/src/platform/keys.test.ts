import { createCipheriv, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { deriveKey } from "./aes-gcm.ts";
import { createKeys } from "./keys.ts";

const master = randomBytes(32);
const keys = createKeys(master);

it("opens what it sealed at the same place, and nowhere else", () => {
  const sealed = keys.seal("慢性肾脏病 3 期", "note:1");
  expect(sealed).toMatch(/^v2\.1\.[\w-]+\.[\w-]+$/);
  expect(keys.open(sealed, "note:1")).toBe("慢性肾脏病 3 期");
  expect(keys.seal("慢性肾脏病 3 期", "note:1")).not.toBe(sealed);
  expect(() => keys.open(sealed, "note:2")).toThrow("authenticate");
  // The place written in the text is for rotations only: claiming another one there opens nothing.
  const [version, generation, , bytes] = sealed.split(".");
  const moved = [version, generation, Buffer.from("note:2").toString("base64url"), bytes].join(".");
  expect(() => keys.open(moved, "note:2")).toThrow("authenticate");
});

it("refuses every change of a byte, a cut and another key", () => {
  const sealed = keys.seal("text", "here");
  const head = sealed.slice(0, sealed.lastIndexOf(".") + 1);
  const bytes = Buffer.from(sealed.slice(head.length), "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => keys.open(head + changed.toString("base64url"), "here")).toThrow("authenticate");
  }
  expect(() => keys.open(head + bytes.subarray(0, -1).toString("base64url"), "here")).toThrow("authenticate");
  expect(() => createKeys(randomBytes(32)).open(sealed, "here")).toThrow("authenticate");
  for (const text of ["", "text", "v3.1.aa.bb", "v2.0.aGVyZQ.AAAA", "v2.1.aGVyZQ", "v1."])
    expect(() => keys.open(text, "here")).toThrow("unknown seal version");
});

it("says unavailable, which a client repeats, for a key made elsewhere a moment ago", () => {
  const sealed = keys.seal("text", "here").replace("v2.1.", "v2.2.");
  expect(() => keys.open(sealed, "here")).toThrow(expect.objectContaining({ code: "unavailable" }));
});

it("opens what the first release sealed under the master key", () => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(master, "field"), nonce).setAAD(Buffer.from("user:1"));
  const body = Buffer.concat([cipher.update("13800000000", "utf8"), cipher.final()]);
  const sealed = `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
  expect(keys.open(sealed, "user:1")).toBe("13800000000");
  expect(() => keys.open(sealed, "user:2")).toThrow("authenticate");
});

it("finds access keys by their kid alone", () => {
  const { kid, key } = keys.accessKey();
  expect(keys.accessKeyOf(kid)).toEqual(key);
  for (const other of ["", "access-2", "access-01", "field-1", "access-1 ", "__proto__"])
    expect(keys.accessKeyOf(other)).toBeNull();
});
