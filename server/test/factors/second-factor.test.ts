import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Factors, FactorsChanged, TotpSetup } from "@fuzhen/shared/factors/factor.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { FactorModel } from "../../src/modules/factors/factor.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { makeTotp } from "../support/make-factor.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { cookieOf, secondStep, STEP_MS } from "./second-step.ts";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z", env: { TRUST_PROXY: "1" } });
  hospital = await makeHospital(app);
});
afterAll(() => app.close());
beforeEach(() => app.setNow("2026-11-23T02:00:00Z"));

const { refresh, departments, newcomer, adminWithTotp, byPassword, half, pass, totpNow, wrongCode } = secondStep(
  () => app,
  () => hospital,
);

describe("staff without a factor", () => {
  it("may set one up and nothing else (R63), by HTTP, upload and socket; patients need none", async () => {
    const admin = await newcomer();
    expect(admin.me).toMatchObject({ secondFactor: "missing", secondFactorKinds: [] });
    expect(await departments(admin.token)).toEqual([403, "second_factor_missing"]);
    for (const path of ["/accounts/me", "/accounts/factors"])
      expect((await app.call("GET", path, { as: admin.token })).status).toBe(200);
    expect((await app.call("GET", "/sessions", { as: admin.token })).problem?.code).toBe("second_factor_missing");
    await expect(app.socket(admin.token)).rejects.toThrow("second_factor_missing");
    const upload = await app.call("HEAD", "/uploads/none", { as: admin.token, headers: { "tus-resumable": "1.0.0" } });
    expect(upload.status).toBe(403);

    const { recoveryCodes } = await makeTotp(app, admin);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await departments(admin.token)).toEqual([200, null]);
    const factors = await app.call<Factors>("GET", "/accounts/factors", { as: admin.token });
    expect(factors.data).toMatchObject({ factors: [{ kind: "totp", name: "测试验证器" }], recoveryCodesLeft: 10 });
    const patient = await makePatientAccount(app);
    expect(patient.me).toMatchObject({ secondFactor: null, secondFactorKinds: [] });
    expect((await app.call("GET", "/accounts/factors", { as: patient.token })).status).toBe(403);
  });

  it("sets it up by a code of the new secret within ten minutes; the first one ends every other session", async () => {
    const admin = await newcomer();
    const begun = await byPassword(admin);
    let token = begun.data.accessToken;
    const begin = () => app.call<TotpSetup>("POST", "/accounts/factors/totp", { as: token });
    const add = (body: object) =>
      app.call<FactorsChanged>("POST", "/accounts/factors/totp/confirm", { as: token, body });
    expect((await add({ name: "手机", code: "123456" })).problem?.code).toBe("code_expired");
    const first = (await begin()).data;
    expect(first.uri).toMatch(/^otpauth:\/\/totp\/.+secret=[A-Z2-7]{32}&/);
    const { secret } = (await begin()).data;
    expect((await add({ name: "手机", code: totpNow(first.secret).code })).problem).toMatchObject({
      status: 401,
      code: "second_factor_wrong",
      fields: [{ path: "code", code: "second_factor_wrong" }],
    });
    expect((await add({ name: "", code: "12" })).problem?.fields?.map(({ path }) => path)).toEqual(["name", "code"]);
    const row = JSON.stringify(await FactorModel.find().lean()) + JSON.stringify(await UserModel.find().lean());
    app.advance(10 * MINUTE_MS);
    // Whoever takes too long has to prove again who they are: a factor is set up right after signing in.
    token = (await refresh(cookieOf(begun))).data.accessToken;
    expect((await begin()).problem?.code).toBe("reauthentication_required");
    const proof = { method: "password", password: TEST_PASSWORD };
    expect((await app.call("POST", "/sessions/confirm", { as: token, body: proof })).status).toBe(200);
    expect((await add({ name: "手机", code: totpNow(secret).code })).problem?.code).toBe("code_expired");

    const elsewhere = await signIn(app, admin);
    const again = await begin();
    const body = { name: "手机", code: totpNow(again.data.secret).code };
    const added = await add(body);
    expect([added.status, added.data.recoveryCodes?.length]).toEqual([201, 10]);
    expect((await app.call("GET", "/accounts/me", { as: elsewhere.token })).status).toBe(401);
    for (const text of [secret, again.data.secret, ...(added.data.recoveryCodes ?? [])]) {
      expect(row).not.toContain(text);
      expect(JSON.stringify([await FactorModel.find().lean(), await UserModel.find().lean()])).not.toContain(text);
    }
    // Sent again after a lost reply: nothing is doubled.
    expect((await add(body)).problem?.code).toBe("code_expired");
  });

  it("of two first factors set up at once in two sessions, one is the first and the other session is over", async () => {
    const admin = await newcomer();
    const other = await signIn(app, admin);
    const bodies = await Promise.all(
      [admin, other].map(async ({ token }) => {
        const { data } = await app.call<TotpSetup>("POST", "/accounts/factors/totp", { as: token });
        return { token, body: { name: "手机", code: totpNow(data.secret).code } };
      }),
    );
    const replies = await Promise.all(
      bodies.map(({ token, body }) => app.call("POST", "/accounts/factors/totp/confirm", { as: token, body })),
    );
    expect(replies.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect(await FactorModel.countDocuments({ userId: admin.id })).toBe(1);
    const [winner, loser] = replies[0]?.status === 201 ? [admin, other] : [other, admin];
    expect(await departments(winner.token)).toEqual([200, null]);
    expect((await departments(loser.token))[0]).toBe(401);
  });
});

describe("the second step", () => {
  it("is all that a sign-in by password opens; a code makes it whole with new tokens", async () => {
    const admin = await adminWithTotp();
    const begun = await byPassword(admin);
    expect(begun.data.me).toMatchObject({ secondFactor: "required", secondFactorKinds: ["totp"] });
    const token = begun.data.accessToken;
    expect(await departments(token)).toEqual([403, "second_factor_required"]);
    for (const [method, path] of [
      ["GET", "/accounts/factors"],
      ["POST", "/accounts/factors/totp"],
      ["POST", "/sessions/confirm"],
      ["GET", "/sessions"],
      ["POST", "/accounts/password"],
    ] as const)
      expect((await app.call(method, path, { as: token })).problem?.code).toBe("second_factor_required");
    await expect(app.socket(token)).rejects.toThrow("second_factor_required");
    expect((await app.call("GET", "/accounts/me", { as: token })).data).toMatchObject({ secondFactor: "required" });
    // Renewing a half session neither completes it nor makes it live longer.
    const renewed = await refresh(cookieOf(begun));
    expect(renewed.data.me).toMatchObject({ secondFactor: "required" });
    app.advance(5 * MINUTE_MS);

    const passed = await pass(renewed.data.accessToken, totpNow(admin.secret));
    expect([passed.status, passed.data.me]).toMatchObject([200, { secondFactor: null, secondFactorKinds: [] }]);
    expect(await departments(passed.data.accessToken)).toEqual([200, null]);
    expect(cookieOf(passed)).not.toBe(cookieOf(renewed));
    expect((await refresh(cookieOf(passed))).data.me).toMatchObject({ secondFactor: null });
    await app.settled();
    for (const action of ["session:second-factor-passed", "factor:added"] as const)
      expect([action, await AuditEventModel.countDocuments({ action, "data.userId": admin.id })]).toEqual([action, 1]);
  });

  it("is open for ten minutes, whatever is renewed", async () => {
    const admin = await adminWithTotp();
    const begun = await byPassword(admin);
    app.advance(9 * MINUTE_MS);
    const renewed = await refresh(cookieOf(begun));
    app.advance(MINUTE_MS);
    expect((await pass(renewed.data.accessToken, totpNow(admin.secret))).status).toBe(401);
    expect((await refresh(cookieOf(renewed))).problem?.code).toBe("session_expired");
  });

  it("answers the same when it is sent again after a lost reply, and not later", async () => {
    const admin = await adminWithTotp();
    const token = await half(admin);
    const input = totpNow(admin.secret);
    const twins = await Promise.all([pass(token, input), pass(token, input)]);
    expect(twins.map(({ status }) => status)).toEqual([200, 200]);
    const again = await pass(token, input);
    expect([again.status, again.data.me]).toMatchObject([200, { secondFactor: null }]);
    app.advance(31_000);
    expect((await pass(token, input)).problem?.code).toBe("illegal_state");
    const patient = await makePatientAccount(app);
    expect((await pass(patient.token, input)).problem?.code).toBe("illegal_state");
    expect((await pass(null, input)).status).toBe(401);
    expect((await pass(token, { method: "totp", code: "12345" })).status).toBe(400);
  });

  it("takes codes of the step before and after, and no others", async () => {
    const admin = await adminWithTotp();
    const answers: [number, number][] = [];
    for (const steps of [-2, 2, -1, 0, 1])
      answers.push([steps, (await pass(await half(admin), totpNow(admin.secret, steps * STEP_MS))).status]);
    expect(answers).toEqual([
      [-2, 401],
      [2, 401],
      [-1, 200],
      [0, 200],
      [1, 200],
    ]);
  });

  it("takes a code once: not again, not an older one after it, and of ten at the same instant one", async () => {
    const admin = await adminWithTotp();
    const code = totpNow(admin.secret);
    const tokens: string[] = [];
    for (let i = 0; i < 10; i++) tokens.push(await half(admin));
    const replies = await Promise.all(tokens.map((token) => pass(token, code)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(replies.filter(({ status }) => status !== 200).map(({ problem }) => problem?.code))).toEqual(
      new Set(["second_factor_wrong"]),
    );
    app.advance(STEP_MS);
    for (const old of [code, totpNow(admin.secret, -STEP_MS)])
      expect((await pass(await half(admin), old)).problem?.code).toBe("second_factor_wrong");
    expect((await pass(await half(admin), totpNow(admin.secret))).status).toBe(200);
  });

  it("takes a recovery code once, however it is written, and of ten at the same instant one", async () => {
    const admin = await adminWithTotp();
    const [first = "", second = ""] = admin.recoveryCodes;
    const use = async (code: string) => pass(await half(admin), { method: "recovery-code", code });
    expect((await use(` ${first.toUpperCase().replaceAll("-", " ")} `)).status).toBe(200);
    expect((await use(first)).problem?.code).toBe("second_factor_wrong");
    const tokens: string[] = [];
    for (let i = 0; i < 10; i++) tokens.push(await half(admin));
    const replies = await Promise.all(tokens.map((token) => pass(token, { method: "recovery-code", code: second })));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const whole = replies.find(({ status }) => status === 200)?.data.accessToken ?? "";
    const left = await app.call<Factors>("GET", "/accounts/factors", { as: whole });
    expect(left.data.recoveryCodesLeft).toBe(8);
    const other = await adminWithTotp();
    const stolen = await pass(await half(other), { method: "recovery-code", code: admin.recoveryCodes[2] });
    expect(stolen.problem?.code).toBe("second_factor_wrong");
  });

  it("is over after five wrong answers, also sent at once; the owner signs in elsewhere all the same", async () => {
    const admin = await adminWithTotp();
    const token = await half(admin);
    const wrong = wrongCode(admin.secret);
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 5; i++) codes.push((await pass(token, wrong)).problem?.code);
    expect(codes).toEqual([...Array.from({ length: 4 }, () => "second_factor_wrong"), "session_expired"]);
    expect((await pass(token, totpNow(admin.secret))).status).toBe(401);

    const stormed = await half(admin);
    const storm = await Promise.all(Array.from({ length: 20 }, () => pass(stormed, wrong)));
    expect(storm.filter(({ problem }) => problem?.code === "second_factor_wrong").length).toBeLessThanOrEqual(5);
    expect((await pass(stormed, totpNow(admin.secret))).status).toBe(401);

    // Whoever goes on guessing in new sessions is stopped in the session they are in.
    const guesses: (string | undefined)[] = [];
    for (let i = 0; i < 12; i++) guesses.push((await pass(await half(admin), wrong)).problem?.code);
    expect(guesses.at(-1)).toBe("rate_limited");
    const elsewhere = { "x-forwarded-for": "198.51.100.7" };
    expect((await pass(await half(admin), totpNow(admin.secret))).problem?.code).toBe("rate_limited");
    expect((await pass(await half(admin), totpNow(admin.secret), elsewhere)).status).toBe(200);
  });
});

it("leaves no code, secret or recovery code in the log", async () => {
  const admin = await adminWithTotp();
  const code = totpNow(admin.secret);
  await pass(await half(admin), wrongCode(admin.secret));
  await pass(await half(admin), code);
  await pass(await half(admin), { method: "recovery-code", code: admin.recoveryCodes[0] });
  await app.settled();
  const log = app.logLines.join("");
  expect(log).toContain('"action":"accounts.passSecondFactor"');
  for (const secret of [admin.secret, ...admin.recoveryCodes]) expect(log).not.toContain(secret);
  // Six digits may stand in an id by chance; alone they would be the code.
  expect(log).not.toMatch(new RegExp(String.raw`(?<![0-9a-f])${code.code}(?![0-9a-f])`));
});
