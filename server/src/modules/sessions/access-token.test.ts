import { randomBytes } from "node:crypto";
import jwt from "jsonwebtoken";
import { expect, it } from "vitest";
import { createKeys } from "../../platform/keys.ts";
import { readAccessToken, signAccessToken } from "./access-token.ts";

const keys = createKeys(randomBytes(32));
const { key } = keys.accessKey();
const subject = { userId: "6560f0a0a0a0a0a0a0a0a0a0", sessionId: "6560f0a0a0a0a0a0a0a0a0a1" };
const now = new Date("2031-05-01T00:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const claims = {
  sub: subject.userId,
  sid: subject.sessionId,
  aud: "fuzhen",
  iat: now.getTime() / 1000,
  exp: now.getTime() / 1000 + 600,
};

it("carries who and which session for ten minutes of the house's clock, and nothing else", () => {
  const { token, expiresAt } = signAccessToken(keys, subject, now);
  expect(expiresAt).toEqual(later(600));
  expect(Object.keys(jwt.decode(token, { json: true }) ?? {}).toSorted()).toEqual(["aud", "exp", "iat", "sid", "sub"]);
  expect(readAccessToken(keys, token, later(599))).toEqual(subject);
  expect(readAccessToken(keys, token, later(600))).toBeNull();
});

it("refuses another key, another algorithm, none at all, another key id and other shapes", () => {
  const good = { algorithm: "HS256", keyid: "access-1", header: { alg: "HS256", typ: "at+jwt" } } as const;
  const { aud: _, ...aimless } = claims;
  expect(readAccessToken(keys, jwt.sign(claims, key, good), now)).toEqual(subject);
  const refused = [
    jwt.sign(claims, randomBytes(32), good),
    jwt.sign(claims, key, { ...good, algorithm: "HS512", header: { alg: "HS512", typ: "at+jwt" } }),
    jwt.sign(claims, "", { algorithm: "none", keyid: "access-1" }),
    jwt.sign(claims, key, { algorithm: "HS256", header: good.header }),
    jwt.sign(claims, key, { algorithm: "HS256", keyid: good.keyid }),
    jwt.sign(aimless, key, good),
    jwt.sign({ ...claims, aud: "elsewhere" }, key, good),
    jwt.sign(claims, key, { ...good, keyid: "access-2" }),
    jwt.sign({ ...claims, sid: { $gt: "" } }, key, good),
    jwt.sign({ ...claims, sid: "zz" }, key, good),
    jwt.sign("text", key, good),
    "",
    "a.b.c",
    `${signAccessToken(keys, subject, now).token}x`,
  ];
  expect(refused.map((token) => readAccessToken(keys, token, now))).toEqual(refused.map(() => null));
});
