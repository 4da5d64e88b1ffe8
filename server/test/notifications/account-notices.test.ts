import { DAY_MS } from "@fuzhen/shared/time.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { makeTotp } from "../support/make-factor.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { askForCode, makePatientAccount, makeStaff, newPhone, signIn, TEST_PASSWORD } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

// ASVS 6.3.5, 6.3.7: whoever comes into an account by a new way, its owner hears of it where they are signed in already.
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** What the bell says of the account, newest first. */
async function told(token: string): Promise<string[]> {
  await app.settled();
  const reply = await app.call<{ items: Notification[] }>("GET", "/notifications", { as: token });
  expect(reply.status).toBe(200);
  return reply.data.items.filter(({ subject }) => subject.type === "account").map(({ kind }) => kind);
}

const onDevice = (phone: string, cookie?: string) =>
  app.call<Session>("POST", "/sessions", {
    body: { phone, password: TEST_PASSWORD },
    headers: cookie === undefined ? {} : { cookie },
  });
const cookiesOf = (reply: { headers: Headers }) =>
  reply.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

describe("a new device", () => {
  it("is told to the patient's other devices, at once; one known from before is not", async () => {
    const patient = await makePatientAccount(app);
    expect(await told(patient.token)).toEqual([]);
    const ear = earOf(await app.socket(patient.token));
    const fresh = await onDevice(patient.phone);
    expect(await ear.first("notification:created")).toMatchObject({
      kind: "new-device",
      subject: { type: "account", id: patient.id },
    });
    expect((await onDevice(patient.phone, cookiesOf(fresh))).status).toBe(201);
    expect(await told(patient.token)).toEqual(["new-device"]);
    // A cookie copied from another person's browser does not make this browser a known one.
    const other = await onDevice((await makePatientAccount(app)).phone);
    await onDevice(patient.phone, cookiesOf(other));
    expect(await told(patient.token)).toEqual(["new-device", "new-device"]);
  });

  it("by a code too, and not for a password that was wrong", async () => {
    const patient = await makePatientAccount(app);
    const wrong = { phone: patient.phone, password: "not-the-password" };
    expect((await app.call("POST", "/sessions", { body: wrong })).status).toBe(401);
    expect(await told(patient.token)).toEqual([]);
    const code = await askForCode(app, patient.phone, "sign-in");
    expect((await app.call("POST", "/sessions/by-code", { body: { phone: patient.phone, code } })).status).toBe(201);
    expect(await told(patient.token)).toEqual(["new-device"]);
  });

  it("of staff already after the first step: somebody has the password", async () => {
    const doctor = await makeSpecialist(app);
    expect(await told(doctor.token), "setting up an account is no news").toEqual([]);
    expect((await onDevice(doctor.phone)).data.me.secondFactor).toBe("required");
    expect(await told(doctor.token)).toEqual(["new-device"]);
  });
});

describe("what opens an account", () => {
  it("changed by whoever is signed in: password, factors, recovery codes", async () => {
    const { organization } = await makeHospital(app);
    const admin = await makeStaff(app, organization);
    const { factorId } = await makeTotp(app, { ...admin, phone: newPhone() });
    expect(await told(admin.token)).toEqual(["factor-added"]);
    await app.call("POST", "/accounts/factors/recovery-codes", { as: admin.token });
    expect((await app.call("DELETE", `/accounts/factors/${factorId}`, { as: admin.token })).status).toBe(200);
    const body = { currentPassword: TEST_PASSWORD, newPassword: "a-lantern-by-the-river-7" };
    expect((await app.call("POST", "/accounts/password", { as: admin.token, body })).status).toBe(200);
    expect(await told(admin.token)).toEqual([
      "password-changed",
      "factor-removed",
      "recovery-codes-renewed",
      "factor-added",
    ]);
  });

  it("reset by the phone that gets the codes: its owner reads of it at the next sign-in", async () => {
    const patient = await makePatientAccount(app);
    const password = "a-lantern-by-the-river-7";
    const code = await askForCode(app, patient.phone, "reset-password");
    const body = { phone: patient.phone, code, newPassword: password };
    expect((await app.call("POST", "/accounts/password/reset", { body })).status).toBe(200);
    const { token } = await signIn(app, { phone: patient.phone, password });
    expect(await told(token)).toEqual(["new-device", "password-changed"]);
  });

  it("taken or set by a security admin: the person it belongs to is told, the admin is not", async () => {
    const { organization } = await makeHospital(app);
    const security = await makeStaff(app, organization, { duty: "security" });
    const admin = await makeStaff(app, organization);
    const at = `/admin/staff/${admin.id}`;
    const set = await app.call("PUT", `${at}/password`, {
      as: security.token,
      body: { initialPassword: "a-lantern-by-the-river-7" },
    });
    expect(set.status).toBe(200);
    // Another colleague, of more than three days: one alone may not do both.
    const second = await makeStaff(app, organization, { duty: "security" });
    app.advance(3 * DAY_MS);
    const { token } = await signIn(app, second);
    expect((await app.call("POST", `${at}/factors/reset`, { as: token })).status).toBe(200);
    const first = await app.call<Session>("POST", "/sessions", {
      body: { phone: admin.phone, password: "a-lantern-by-the-river-7" },
    });
    const own = { currentPassword: "a-lantern-by-the-river-7", newPassword: TEST_PASSWORD };
    await app.call("POST", "/accounts/password", { as: first.data.accessToken, body: own });
    await makeTotp(app, { token: first.data.accessToken, phone: admin.phone });
    expect(await told(first.data.accessToken)).toEqual([
      "new-device",
      "factors-reset",
      "factor-removed",
      "password-set",
    ]);
    expect(await told((await signIn(app, security)).token)).toEqual(["new-device"]);
  });
});
