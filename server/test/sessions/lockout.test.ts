import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { databaseForCounters } from "../../src/platform/database.ts";
import { createRateLimits } from "../../src/platform/rate-limit.ts";
import {
  askForCode,
  makePatientAccount,
  newPhone,
  signIn,
  TEST_PASSWORD,
  type TestUser,
} from "../support/make-user.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: "1" } });
});
afterAll(() => app.close());

let addresses = 0;
const newAddress = () => {
  addresses += 1;
  return `10.9.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
};
const post = (phone: string, password: string, address: string, cookie = "") =>
  app.call<Session>("POST", "/sessions", {
    body: { phone, password },
    headers: { "x-forwarded-for": address, ...(cookie ? { cookie } : {}) },
  });
const deviceCookie = (reply: Reply<unknown>) =>
  reply.headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith("fuzhen_device="))
    ?.split(";")[0] ?? "";

/** Somebody with a browser they have signed in on. */
async function makeOwner(): Promise<TestUser & { device: string; home: string }> {
  const user = await makePatientAccount(app);
  const home = newAddress();
  return { ...user, home, device: deviceCookie(await post(user.phone, user.password, home)) };
}

/** Wrong passwords from ever new addresses until the number is closed to unknown devices. */
async function attack(phone: string): Promise<number> {
  const statuses: number[] = [];
  for (let round = 0; round < 40; round++) statuses.push((await post(phone, `guess-${round}`, newAddress())).status);
  return statuses.filter((status) => status === 401).length;
}

describe("guessing from many addresses", () => {
  it("stops after thirty an hour; the owner still gets in on their device, and by text message from anywhere", async () => {
    const owner = await makeOwner();
    expect(await attack(owner.phone)).toBe(30);
    // The attacker is out even with the right password; so is the owner on a device nobody knows …
    const stranger = await post(owner.phone, owner.password, newAddress());
    expect([stranger.status, stranger.problem?.code]).toEqual([429, "rate_limited"]);
    expect(Number(stranger.headers.get("retry-after"))).toBeGreaterThan(3000);
    // … but not on their own, at home or away, any number of times,
    for (const address of [owner.home, newAddress(), newAddress()])
      expect((await post(owner.phone, owner.password, address, owner.device)).status).toBe(201);
    // nor by text message on one never seen, which is then a device of theirs.
    const away = { "x-forwarded-for": newAddress() };
    const code = await askForCode(app, owner.phone, "sign-in", away);
    const entered = await app.call<Session>("POST", "/sessions/by-code", {
      body: { phone: owner.phone, code },
      headers: away,
    });
    expect([entered.status, entered.data?.me.id]).toEqual([201, owner.id]);
    expect((await post(owner.phone, owner.password, newAddress(), deviceCookie(entered))).status).toBe(201);
  });

  it("does not lock the owner's session out of changing the password", async () => {
    const owner = await makeOwner();
    await attack(owner.phone);
    const reply = await app.call("POST", "/accounts/password", {
      as: owner.token,
      body: { currentPassword: owner.password, newPassword: "a-quiet-harbour" },
    });
    expect(reply.status).toBe(200);
  });

  it("from one address uses up no more than its own ten, whatever it sends", async () => {
    const owner = await makeOwner();
    const address = newAddress();
    for (let round = 0; round < 45; round++) await post(owner.phone, `guess-${round}`, address);
    expect((await post(owner.phone, owner.password, newAddress())).status).toBe(201);
  });
});

describe("a device cookie", () => {
  it("stops guessing on a stolen device too, after ten", async () => {
    const owner = await makeOwner();
    const guesses = await Promise.all(
      Array.from({ length: 15 }, (_, i) => post(owner.phone, `guess-${i}`, newAddress(), owner.device)),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
    expect((await post(owner.phone, owner.password, owner.home, owner.device)).status).toBe(429);
    expect((await post(owner.phone, owner.password, owner.home)).status).toBe(201);
  });

  it("of another person's, forged or cut short makes no device known", async () => {
    const [owner, other] = [await makeOwner(), await makeOwner()];
    await attack(owner.phone);
    const [id] = owner.device.split(".");
    for (const cookie of [other.device, `${id}.${other.device.split(".")[1]}`, id ?? "", "fuzhen_device=.....", ""])
      expect((await post(owner.phone, owner.password, newAddress(), cookie)).status).toBe(429);
  });

  it("keeps five people of one browser in mind", async () => {
    const owner = await makeOwner();
    let { device } = owner;
    for (let round = 0; round < 4; round++) {
      const relative = await makePatientAccount(app);
      device = deviceCookie(await post(relative.phone, relative.password, owner.home, device));
    }
    await attack(owner.phone);
    expect((await post(owner.phone, owner.password, owner.home, device)).status).toBe(201);
    const sixth = await makePatientAccount(app);
    const seventh = await makePatientAccount(app);
    for (const { phone, password } of [sixth, seventh])
      device = deviceCookie(await post(phone, password, owner.home, device));
    expect(device.split(".")).toHaveLength(6);
  });
});

describe("one password tried on many numbers from one address", () => {
  it("is stopped after fifty also when three hundred are sent at once: what comes later is not looked at", async () => {
    const address = newAddress();
    const right = await makePatientAccount(app);
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, place) =>
        place === 200 ? post(right.phone, right.password, address) : post(newPhone(), "spring-2026", address),
      ),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect([statuses[200], new Set(statuses)]).toEqual([429, new Set([401, 429])]);
  });

  /** Counts so many wrong passwords from that address without checking any, which would take minutes. */
  const usedUp = async (group: string, count: number) => {
    for (let i = 0; i < count; i++) await app.app.services.limits.consume("wrong-of-address", group);
  };

  it("counts a /64 of IPv6 as one address, and its neighbour as another", async () => {
    await usedUp("2001:db8:0:7::/64", 49);
    expect((await post(newPhone(), "spring-2026", "2001:db8:0:7:abcd::1")).status).toBe(401);
    const owner = await makePatientAccount(app);
    expect((await post(owner.phone, owner.password, "2001:db8:0:7:ffff::1")).status).toBe(429);
    expect((await post(owner.phone, owner.password, "2001:db8:0:8::1")).status).toBe(201);
  });

  it("of which right ones count none, though many come at once and few are left", async () => {
    const ward = newAddress();
    await usedUp(ward, 47);
    const nurse = await makePatientAccount(app);
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(nurse.phone, nurse.password, ward)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    await usedUp(ward, 3);
    await expect(usedUp(ward, 1)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("is stopped after fifty; known devices behind the same address still sign in", async () => {
    const address = newAddress();
    const owner = await makeOwner();
    const statuses: number[] = [];
    for (let round = 0; round < 55; round++) statuses.push((await post(newPhone(), "spring-2026", address)).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect((await post(owner.phone, owner.password, address)).status).toBe(429);
    expect((await post(owner.phone, owner.password, address, owner.device)).status).toBe(201);
    expect((await post(owner.phone, owner.password, newAddress())).status).toBe(201);
  });
});

it("outlasts a restart of the server", async () => {
  const { phone } = await makePatientAccount(app);
  const address = newAddress();
  for (let round = 0; round < 10; round++) await post(phone, `guess-${round}`, address);
  const limits = await createRateLimits({
    redisUrl: app.app.services.env.REDIS_URL,
    database: databaseForCounters(),
    signUpsPerAddress: 30,
    log: app.ctx.log,
  });
  const key = `${app.ctx.keys.lookup(`phone:${phone}`)}:${address}`;
  await expect(limits.check("wrong-by-address", key)).rejects.toMatchObject({ code: "rate_limited" });
  await signIn(app, { phone, password: TEST_PASSWORD });
});
