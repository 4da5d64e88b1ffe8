import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract } from "@fuzhen/shared/contract.ts";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import { createRateLimits, type Limit } from "../../src/platform/rate-limit.ts";
import { databaseForCounters } from "../../src/platform/database.ts";
import { makePatientAccount, newPhone, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
const asked: [Limit, string][] = [];
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: "1" } });
  const { limits } = app.app.services;
  const consume = limits.consume.bind(limits);
  limits.consume = (limit, key) => {
    asked.push([limit, key]);
    return consume(limit, key);
  };
});
afterAll(() => app.close());

const outcome = ({ status, problem, headers }: Reply<unknown>) => [status, problem?.code, headers.get("retry-after")];
const from = (address: string) => ({ "x-forwarded-for": address });

describe("calls are counted by class", () => {
  it("searches by person, the rest of what a person reads by itself", async () => {
    const { token: as, id } = await makePatientAccount(app);
    asked.length = 0;
    await app.call("GET", "/specialists?q=a", { as, headers: from("10.0.0.1") });
    await app.call("GET", "/accounts/me", { as, headers: from("10.0.0.1") });
    expect(asked.filter(([limit]) => limit.includes(":"))).toEqual([
      ["search:person", id],
      ["read:person", id],
    ]);
  });

  it("of nobody by address; and stops them with Retry-After, others not", async () => {
    const search = (address: string) => app.call("GET", "/specialists?q=a", { headers: from(address) });
    const { limits } = app.app.services;
    for (let used = 0; used < 2399; used++) await limits.consume("search:address", "10.0.0.2");
    expect((await search("10.0.0.2")).status).toBe(200);
    const refused = await search("10.0.0.2");
    expect(outcome(refused)).toEqual([429, "rate_limited", expect.stringMatching(/^[1-9]\d?$/)]);
    expect((await search("10.0.0.3")).status).toBe(200);
  });

  it("changes by the method, so that no endpoint can be forgotten", async () => {
    const { token: as, id } = await makePatientAccount(app);
    const undeclared = Object.values(contract).flatMap((table) =>
      Object.values(
        table as Record<string, { "~orpc": { meta: EndpointMeta; route: { method?: string; path?: string } } }>,
      )
        .map((procedure) => procedure["~orpc"])
        .filter(({ meta, route }) => route.method !== "GET" && !meta.limit),
    );
    expect(undeclared.length).toBeGreaterThan(15);
    for (const { route, meta } of undeclared) {
      if (meta.who !== "signed-in" && !(Array.isArray(meta.who) && meta.who.includes("patient"))) continue;
      asked.length = 0;
      const path = (route.path ?? "").replaceAll(/\{[^}]+\}/g, "nonsense");
      await app.call(route.method ?? "POST", path, { as, body: { nonsense: true } });
      expect([path, asked.filter(([limit]) => limit.includes(":"))]).toEqual([path, [["write:person", id]]]);
    }
  });

  it("sign-ins by address, before the password is looked at", async () => {
    asked.length = 0;
    const body = { phone: newPhone(), password: TEST_PASSWORD };
    await app.call("POST", "/sessions", { body, headers: from("10.0.0.4") });
    expect(asked.map(([limit]) => limit)).toEqual([
      "address",
      "sign-in:address",
      "wrong-by-address",
      "wrong-by-strangers",
      "wrong-of-address",
    ]);
  });

  it("and a call that is refused before it runs is not", async () => {
    asked.length = 0;
    await app.call("POST", "/patients", { body: {} });
    expect(asked.map(([limit]) => limit)).toEqual(["address"]);
  });
});

it("parallel calls of one key are counted one by one where it must last", async () => {
  const database = databaseForCounters();
  const limits = await createRateLimits({
    redisUrl: process.env.REDIS_URL,
    database,
    signUpsPerAddress: 7,
    log: app.ctx.log,
  });
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => limits.consume("sign-up", "10.0.0.5")));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
  await limits.refund("sign-up", "10.0.0.5");
  await limits.reset("sign-up", "10.0.0.5");
  await limits.check("sign-up", "10.0.0.5");
  await limits.close();
});
