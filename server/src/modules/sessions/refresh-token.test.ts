import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createKeys } from "../../platform/keys.ts";
import { readRefreshToken, writeRefreshToken } from "./refresh-token.ts";

const keys = createKeys(randomBytes(32));
const claims = { sessionId: "6560f0a0a0a0a0a0a0a0a0a1", generation: 7 };

it("reads what it has written, and always writes the same", () => {
  const token = writeRefreshToken(keys, claims);
  expect(readRefreshToken(keys, token)).toEqual(claims);
  expect(writeRefreshToken(keys, claims)).toBe(token);
});

it("refuses every token that is not wholly its own", () => {
  const token = writeRefreshToken(keys, claims);
  const mac = token.split(".").at(-1);
  const refused = [
    "",
    "..",
    token.slice(0, -1),
    `${token}.x`,
    `${claims.sessionId}.8.${mac}`,
    `${claims.sessionId}.07.${mac}x`,
    `${claims.sessionId}.-7.${mac}`,
    `6560f0a0a0a0a0a0a0a0a0a2.7.${mac}`,
    writeRefreshToken(createKeys(randomBytes(32)), claims),
  ];
  expect(refused.map((text) => readRefreshToken(keys, text))).toEqual(refused.map(() => null));
});
