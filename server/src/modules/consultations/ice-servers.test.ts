import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { iceServersFor } from "./ice-servers.ts";

const now = new Date("2026-11-22T02:00:00.700Z");
const none = { STUN_URLS: "", TURN_URLS: "", TURN_SECRET: undefined };

test("a machine of its own needs no servers", () => {
  expect(iceServersFor(none, "u1", now)).toEqual([]);
});

test("STUN addresses are split and trimmed, without credentials", () => {
  expect(iceServersFor({ ...none, STUN_URLS: "stun:a.cn:3478, stun:b.cn:3478," }, "u1", now)).toEqual([
    { urls: ["stun:a.cn:3478", "stun:b.cn:3478"] },
  ]);
});

test("relay credentials follow coturn's REST scheme and last one hour", () => {
  const secret = "north";
  const [turn] = iceServersFor(
    { ...none, TURN_URLS: "turn:t.cn:3478,turns:t.cn:5349", TURN_SECRET: secret },
    "u1",
    now,
  );
  const expiry = Date.parse("2026-11-22T03:00:00Z") / 1000;
  expect(turn).toEqual({
    urls: ["turn:t.cn:3478", "turns:t.cn:5349"],
    username: `${expiry}:u1`,
    credential: createHmac("sha1", secret).update(`${expiry}:u1`).digest("base64"),
  });
});

test("the known answer of the scheme: HMAC-SHA1 of `1794099600:u1` under `north`", () => {
  const [turn] = iceServersFor(
    { ...none, TURN_URLS: "turn:t.cn", TURN_SECRET: "north" },
    "u1",
    new Date((1794099600 - 3600) * 1000),
  );
  expect(turn?.username).toBe("1794099600:u1");
  expect(turn?.credential).toBe("qHAGappB+NcEzLNS0h27vfDp+yo=");
});

test("without a secret no relay is offered: coturn would refuse it", () => {
  expect(iceServersFor({ ...none, TURN_URLS: "turn:t.cn" }, "u1", now)).toEqual([]);
});
