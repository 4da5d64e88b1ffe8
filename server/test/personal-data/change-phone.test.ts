import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { FRESH_MS } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { maskPhone } from "@fuzhen/shared/patients/masks.ts";
import { signInAs } from "../support/make-account.ts";
import { askForCode, makePatientAccount, newPhone, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const change = (as: string | null, body: object) => app.call<Me>("POST", "/accounts/phone", { as, body });
const tryIn = async (phone: string) =>
  (await app.call("POST", "/sessions", { body: { phone, password: TEST_PASSWORD } })).status;
const isIn = async (as: string) => (await app.call("GET", "/accounts/me", { as })).status === 200;

describe("another number for an account", () => {
  it("signs in from now on, the old one is free; other devices are out and the old number is told", async () => {
    const account = await makePatientAccount(app);
    const elsewhere = await signIn(app, account);
    const phone = newPhone();
    const code = await askForCode(app, phone, "change-phone");
    const reply = await change(account.token, { phone, code });
    expect([reply.status, reply.data.displayName]).toEqual([200, maskPhone(phone)]);
    expect([await isIn(account.token), await isIn(elsewhere.token)]).toEqual([true, false]);
    expect([await tryIn(account.phone), await tryIn(phone)]).toEqual([401, 201]);
    // The line came back and the same is sent again.
    expect((await change(account.token, { phone, code })).status).toBe(200);
    expect(app.sms.told(account.phone)).toEqual(["phone-changed"]);
    await app.settled();
    const bell = await app.call<{ items: { kind: string }[] }>("GET", "/notifications", { as: account.token });
    expect(bell.data.items.map(({ kind }) => kind)).toContain("phone-changed");
    const other = await makePatientAccount(app, { phone: account.phone });
    expect(other.id).not.toBe(account.id);
    expect(app.logLines.join("")).not.toContain(phone);
  });

  it("of two accounts that move to one number, one gets it", async () => {
    const [one, two] = [await makePatientAccount(app), await makePatientAccount(app)];
    const phone = newPhone();
    const code = await askForCode(app, phone, "change-phone");
    const replies = await Promise.all([one, two].map(({ token }) => change(token, { phone, code })));
    const won = replies.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const lost = replies.find(({ status }) => status !== 200);
    expect(["phone_taken", "code_expired"]).toContain(lost?.problem?.code);
  });

  it("refuses the number of another account, once the code has proved it", async () => {
    const [one, two] = [await makePatientAccount(app), await makePatientAccount(app)];
    const code = await askForCode(app, two.phone, "change-phone");
    const wrong = code === "000000" ? "000001" : "000000";
    expect((await change(one.token, { phone: two.phone, code: wrong })).problem?.code).toBe("code_wrong");
    const taken = await change(one.token, { phone: two.phone, code });
    expect([taken.status, taken.problem?.code, taken.problem?.fields]).toEqual([
      409,
      "phone_taken",
      [{ path: "phone", code: "phone_taken" }],
    ]);
    expect(await tryIn(one.phone)).toBe(201);
  });

  it("wants a code of its own purpose, and a fresh proof of who asks", async () => {
    const account = await makePatientAccount(app);
    const phone = newPhone();
    const other = await askForCode(app, phone, "sign-in");
    expect((await change(account.token, { phone, code: other })).problem?.code).toBe("code_expired");
    app.advance(FRESH_MS - 60_000);
    const { token } = await signIn(app, account);
    app.advance(60_000);
    const code = await askForCode(app, phone, "change-phone");
    app.advance(FRESH_MS - 60_000);
    const refused = await change(token, { phone, code });
    expect([401, 403]).toContain(refused.status);
  });

  it("401 for nobody, 403 for staff, 400 for what is no number", async () => {
    const account = await makePatientAccount(app);
    const body = { phone: newPhone(), code: "000000" };
    expect((await change(null, body)).status).toBe(401);
    for (const role of ["specialist", "admin"] as const)
      expect((await change(await signInAs(app, role), body)).status).toBe(403);
    expect((await change(account.token, { phone: "1", code: "000000" })).status).toBe(400);
  });
});
