import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Factors, FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { FactorModel } from "../../src/modules/factors/factor.model.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff, signIn, TEST_PASSWORD, type TestUser } from "../support/make-user.ts";
import { softwarePasskey, type Slips } from "../support/software-passkey.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

type Json = Record<string, unknown>;
type Passkey = ReturnType<typeof softwarePasskey>;
const other = "https://clinic.example";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z", env: { ALLOWED_ORIGINS: other } });
  hospital = await makeHospital(app);
});
afterAll(() => app.close());
beforeEach(() => app.setNow("2026-11-23T02:00:00Z"));

const optionsOf = async (as: string, path: string, headers = {}): Promise<Json> => {
  const reply = await app.call<{ options: Json }>("POST", path, { as, headers });
  if (reply.status !== 200) throw new Error(`options answered ${reply.status} ${reply.problem?.code}`);
  return reply.data.options;
};
const toCreate = (as: string, headers = {}) => optionsOf(as, "/accounts/factors/passkey-options", headers);
const toGet = (as: string, headers = {}) => optionsOf(as, "/sessions/passkey-options", headers);
const add = (as: string, response: object, headers = {}) =>
  app.call<FactorsChanged>("POST", "/accounts/factors/passkeys", { as, headers, body: { name: "办公电脑", response } });
const pass = (as: string, response: object, headers = {}) =>
  app.call<Session>("POST", "/sessions/second-factor", { as, headers, body: { method: "passkey", response } });
const half = async ({ phone }: { phone: string }) => {
  const reply = await app.call<Session>("POST", "/sessions", { body: { phone, password: TEST_PASSWORD } });
  return reply.data.accessToken;
};

async function adminWithPasskey(origin = app.url): Promise<TestUser & { passkey: Passkey }> {
  const admin = await makeStaff(app, hospital.organization);
  const passkey = softwarePasskey(origin);
  const headers = { origin };
  const added = await add(admin.token, passkey.create(await toCreate(admin.token, headers)), headers);
  if (added.status !== 201) throw new Error(`passkey answered ${added.status} ${added.problem?.code}`);
  return { ...admin, passkey };
}

describe("a new passkey", () => {
  it("is asked for with user verification and no attestation, and is listed by its name", async () => {
    const admin = await makeStaff(app, hospital.organization);
    const options = await toCreate(admin.token);
    expect(options).toMatchObject({
      rp: { id: "127.0.0.1" },
      attestation: "none",
      authenticatorSelection: { userVerification: "required" },
      excludeCredentials: [],
    });
    const added = await add(admin.token, softwarePasskey(app.url).create(options));
    expect([added.status, added.data]).toMatchObject([
      201,
      { factors: [{ kind: "totp" }, { kind: "passkey", name: "办公电脑", lastUsedAt: null }], recoveryCodes: null },
    ]);
    expect(await toCreate(admin.token)).toMatchObject({ excludeCredentials: [{ transports: ["internal"] }] });
    expect((await add(admin.token, { id: 1 })).problem?.code).toBe("second_factor_wrong");
    const patient = await makePatientAccount(app);
    const asked = await app.call("POST", "/accounts/factors/passkey-options", { as: patient.token });
    expect(asked.status).toBe(403);
  });

  const slips: [string, Slips][] = [
    ["of a foreign page", { origin: "https://evil.example" }],
    ["of another page of ours than the one that asked", { origin: other }],
    ["to another question", { challenge: Buffer.alloc(32, 7).toString("base64url") }],
    ["for another host", { rpId: "evil.example" }],
    ["that has not verified its user", { userVerified: false }],
  ];
  it.each(slips)("%s is refused, and the question is used up", async (_what, slip) => {
    const admin = await makeStaff(app, hospital.organization);
    const passkey = softwarePasskey(app.url);
    const options = await toCreate(admin.token);
    expect((await add(admin.token, passkey.create(options, slip))).problem?.code).toBe("second_factor_wrong");
    expect((await add(admin.token, passkey.create(options))).problem?.code).toBe("code_expired");
    expect(await FactorModel.countDocuments({ userId: admin.id, kind: "passkey" })).toBe(0);
  });

  it("answers within five minutes, in the session that was asked, once, and belongs to one person", async () => {
    const admin = await makeStaff(app, hospital.organization);
    const elsewhere = await signIn(app, admin);
    const passkey = softwarePasskey(app.url);
    const options = await toCreate(admin.token);
    expect((await add(elsewhere.token, passkey.create(options))).problem?.code).toBe("code_expired");
    app.advance(5 * MINUTE_MS);
    expect((await add(admin.token, passkey.create(options))).problem?.code).toBe("code_expired");
    const answer = passkey.create(await toCreate(admin.token));
    const replies = await Promise.all(Array.from({ length: 5 }, () => add(admin.token, answer)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    const thief = await makeStaff(app, hospital.organization);
    const taken = await add(thief.token, passkey.create(await toCreate(thief.token)));
    expect(taken.problem?.code).toBe("second_factor_wrong");
    const factors = await app.call<Factors>("GET", "/accounts/factors", { as: thief.token });
    expect(factors.data.factors).toHaveLength(1);
  });
});

describe("signing in with a passkey", () => {
  it("makes the session whole, and proves again within it", async () => {
    const admin = await adminWithPasskey();
    const token = await half(admin);
    const me = await app.call("GET", "/accounts/me", { as: token });
    expect(me.data).toMatchObject({ secondFactor: "required", secondFactorKinds: ["totp", "passkey"] });
    const options = await toGet(token);
    expect(options).toMatchObject({ rpId: "127.0.0.1", userVerification: "required" });
    const passed = await pass(token, admin.passkey.get(options));
    expect([passed.status, passed.data.me]).toMatchObject([200, { secondFactor: null }]);
    const whole = passed.data.accessToken;
    const confirm = async (response: object) =>
      app.call("POST", "/sessions/confirm", { as: whole, body: { method: "passkey", response } });
    expect((await confirm(admin.passkey.get(await toGet(whole)))).status).toBe(200);
    const factors = await app.call<Factors>("GET", "/accounts/factors", { as: whole });
    expect(factors.data.factors.at(-1)?.lastUsedAt).toBe("2026-11-23T02:00:00.000Z");
  });

  const slips: [string, Slips][] = [
    ["of a foreign page", { origin: "https://evil.example" }],
    ["to another question", { challenge: Buffer.alloc(32, 7).toString("base64url") }],
    ["for another host", { rpId: "evil.example" }],
    ["that has not verified its user", { userVerified: false }],
    ["signed by another key", { forged: true }],
    ["of a copy, whose counter does not grow", { counter: 1 }],
  ];
  it.each(slips)("an answer %s is refused", async (_what, slip) => {
    const admin = await adminWithPasskey();
    const token = await half(admin);
    const wrong = await pass(token, admin.passkey.get(await toGet(token), slip));
    expect(wrong.problem).toMatchObject({ status: 401, code: "second_factor_wrong" });
    expect((await pass(token, admin.passkey.get(await toGet(token)))).status).toBe(200);
  });

  it("a good answer is worth nothing again, later, in another session, or for another person", async () => {
    const admin = await adminWithPasskey();
    const [first, second, third] = [await half(admin), await half(admin), await half(admin)];
    const answer = admin.passkey.get(await toGet(first));
    expect((await pass(second, answer)).problem?.code).toBe("second_factor_wrong");
    expect((await pass(first, answer)).status).toBe(200);
    expect((await pass(second, answer)).problem?.code).toBe("second_factor_wrong");
    const options = await toGet(third);
    app.advance(5 * MINUTE_MS);
    expect((await pass(third, admin.passkey.get(options))).problem?.code).toBe("second_factor_wrong");
    const stranger = await adminWithPasskey();
    const token = await half(stranger);
    expect((await pass(token, admin.passkey.get(await toGet(token)))).problem?.code).toBe("second_factor_wrong");
    const tokens = [await half(stranger), await half(stranger)];
    const answers = await Promise.all(tokens.map(async (as) => ({ as, options: await toGet(as) })));
    // Both say the same count, as two copies of one key would at the same instant.
    const replies = await Promise.all(
      answers.map(({ as, options: asked }) => pass(as, stranger.passkey.get(asked, { counter: 40 }))),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 401]));
  });

  it("belongs to the page it was made on, where several serve the house", async () => {
    const admin = await adminWithPasskey(other);
    const token = await half(admin);
    const headers = { origin: other };
    const options = await toGet(token, headers);
    expect(options).toMatchObject({ rpId: "clinic.example" });
    expect((await pass(token, admin.passkey.get(options), headers)).status).toBe(200);
    const again = await half(admin);
    // The same answer by way of a page of another host.
    expect((await pass(again, admin.passkey.get(await toGet(again)))).problem?.code).toBe("second_factor_wrong");
  });

  it("is not asked of who has none", async () => {
    const admin = await makeStaff(app, hospital.organization);
    for (const as of [admin.token, await half(admin), (await makePatientAccount(app)).token])
      expect((await app.call("POST", "/sessions/passkey-options", { as })).problem?.code).toBe("illegal_state");
    expect((await app.call("POST", "/sessions/passkey-options")).status).toBe(401);
  });
});
