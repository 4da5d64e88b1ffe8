import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { removeAllFactors } from "../../src/modules/factors/index.ts";
import { FactorModel } from "../../src/modules/factors/factor.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { makeTotp } from "../support/make-factor.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, newPhone, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { cookieOf, secondStep } from "./second-step.ts";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z", env: { TRUST_PROXY: "1" } });
  hospital = await makeHospital(app);
});
afterAll(() => app.close());
beforeEach(() => app.setNow("2026-11-23T02:00:00Z"));

const { refresh, departments, adminWithTotp, byPassword, half, pass, totpNow, wrongCode } = secondStep(
  () => app,
  () => hospital,
);

describe("factors", () => {
  const remove = (as: string | null, factorId: string) =>
    app.call<FactorsChanged>("DELETE", `/accounts/factors/${factorId}`, { as });

  it("are removed but for the last; a lost device's sessions end with its factor", async () => {
    const admin = await adminWithTotp();
    const here = await signIn(app, admin);
    const elsewhere = await signIn(app, admin);
    expect((await remove(here.token, admin.factorId)).problem).toMatchObject({
      status: 409,
      code: "second_factor_last",
    });
    const second = await makeTotp(app, here);
    expect(second.recoveryCodes).toEqual([]);
    const removed = await remove(here.token, admin.factorId);
    expect(removed.data).toMatchObject({ factors: [{ id: second.factorId }], recoveryCodes: null });
    expect((await remove(here.token, admin.factorId)).data).toMatchObject({ factors: [{ id: second.factorId }] });
    expect((await app.call("GET", "/accounts/me", { as: elsewhere.token })).status).toBe(401);
    expect((await pass(await half(admin), totpNow(admin.secret))).problem?.code).toBe("second_factor_wrong");
    expect((await remove(null, second.factorId)).status).toBe(401);
    expect((await remove((await makePatientAccount(app)).token, second.factorId)).status).toBe(403);
    expect((await remove(here.token, "nonsense")).status).toBe(400);
    // Another's is not touched.
    const other = await adminWithTotp();
    const whole = await signIn(app, other);
    expect((await remove(whole.token, second.factorId)).data.factors).toHaveLength(1);
    expect(await FactorModel.countDocuments({ userId: admin.id })).toBe(1);
  });

  it("of two removals of the last two at the same instant, one stays", async () => {
    const admin = await adminWithTotp();
    const here = await signIn(app, admin);
    const { factorId } = await makeTotp(app, here);
    const replies = await Promise.all([admin.factorId, factorId].map((id) => remove(here.token, id)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(await FactorModel.countDocuments({ userId: admin.id })).toBe(1);
    expect(await UserModel.findById(admin.id).lean()).toMatchObject({ factorCount: 1 });
  });

  it("are ten at most", async () => {
    const admin = await adminWithTotp();
    const { token } = await signIn(app, admin);
    for (let i = 0; i < 9; i++) await makeTotp(app, { token, phone: newPhone() });
    await expect(makeTotp(app, { token, phone: newPhone() })).rejects.toThrow("409 illegal_state");
    expect(await FactorModel.countDocuments({ userId: admin.id })).toBe(10);
  });

  it("and new recovery codes make the old ones worthless", async () => {
    const admin = await adminWithTotp();
    const whole = (await pass(await half(admin), totpNow(admin.secret))).data.accessToken;
    const renewed = await app.call<FactorsChanged>("POST", "/accounts/factors/recovery-codes", { as: whole });
    expect(renewed.data).toMatchObject({ recoveryCodesLeft: 10 });
    const use = async (code = "") => (await pass(await half(admin), { method: "recovery-code", code })).status;
    expect([await use(admin.recoveryCodes[0]), await use(renewed.data.recoveryCodes?.[0])]).toEqual([401, 200]);
  });

  it("reset by the house: sessions end, codes are gone, and the next sign-in sets up new ones", async () => {
    const admin = await adminWithTotp();
    const { token } = await signIn(app, admin);
    await removeAllFactors(app.ctx, admin.id);
    await removeAllFactors(app.ctx, admin.id);
    expect((await app.call("GET", "/accounts/me", { as: token })).status).toBe(401);
    const next = await byPassword(admin);
    expect(next.data.me).toMatchObject({ secondFactor: "missing" });
    await makeTotp(app, { token: next.data.accessToken, phone: admin.phone });
    expect(await departments(next.data.accessToken)).toEqual([200, null]);
  });
});

describe("a fresh proof", () => {
  const confirm = (as: string | null, body: object) =>
    app.call<{ confirmedUntil: string }>("POST", "/sessions/confirm", { as, body });
  const renewCodes = async (as: string) =>
    (await app.call("POST", "/accounts/factors/recovery-codes", { as })).problem?.code ?? "done";

  it("is ten minutes old at most for what asks for one; password or code make it fresh again (R34)", async () => {
    const admin = await adminWithTotp();
    const begun = await byPassword(admin);
    const passed = await pass(begun.data.accessToken, totpNow(admin.secret));
    expect(await renewCodes(passed.data.accessToken)).toBe("done");
    app.advance(9 * MINUTE_MS);
    const { accessToken } = (await refresh(cookieOf(passed))).data;
    expect(await renewCodes(accessToken)).toBe("done");
    app.advance(MINUTE_MS);
    expect(await renewCodes(accessToken)).toBe("reauthentication_required");
    expect(await departments(accessToken)).toEqual([200, null]);

    const wrong = await confirm(accessToken, { method: "password", password: "not-the-password" });
    expect(wrong.problem).toMatchObject({ code: "wrong_credentials", fields: [{ path: "password" }] });
    expect((await confirm(accessToken, wrongCode(admin.secret))).problem?.code).toBe("second_factor_wrong");
    expect(await renewCodes(accessToken)).toBe("reauthentication_required");
    const byCode = await confirm(accessToken, totpNow(admin.secret));
    expect(byCode.data).toEqual({ confirmedUntil: new Date(app.ctx.now().getTime() + 10 * MINUTE_MS).toISOString() });
    expect(await renewCodes(accessToken)).toBe("done");
    expect((await confirm(accessToken, totpNow(admin.secret))).problem?.code).toBe("second_factor_wrong");
    expect((await confirm(accessToken, { method: "password", password: TEST_PASSWORD })).status).toBe(200);
    expect((await confirm(null, { method: "password", password: TEST_PASSWORD })).status).toBe(401);
    expect((await confirm(accessToken, { method: "recovery-code", code: "abcd-efgh-jkmn" })).status).toBe(400);
  });

  it("of patients is their password; guessing codes in a whole session is stopped, not the session", async () => {
    const patient = await makePatientAccount(app);
    expect((await confirm(patient.token, { method: "password", password: TEST_PASSWORD })).status).toBe(200);
    const admin = await adminWithTotp();
    const { token } = await signIn(app, admin);
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 6; i++) codes.push((await confirm(token, wrongCode(admin.secret))).problem?.code);
    expect(codes).toEqual([...Array.from({ length: 5 }, () => "second_factor_wrong"), "rate_limited"]);
    expect(await departments(token)).toEqual([200, null]);
  });
});
