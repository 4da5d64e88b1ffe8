import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { AddStaffInput, StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { makeHospital, makeOrganization, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff, newPhone, signIn, TEST_PASSWORD, type TestUser } from "../support/make-user.ts";
import { makeSpecialist } from "../support/make-specialist.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
let hospital: TestHospital;
let security: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  hospital = await makeHospital(app);
  security = await makeStaff(app, hospital.organization, { duty: "security" });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const body = (overrides: Partial<AddStaffInput> = {}) => ({
  requestKey: randomUUID(),
  name: "韩立新",
  phone: newPhone(),
  initialPassword: TEST_PASSWORD,
  role: "admin",
  duty: "audit",
  ...overrides,
});
const add = (overrides: Partial<AddStaffInput> = {}, as = security.token) =>
  app.call<StaffAccount>("POST", "/admin/staff", { as, body: body(overrides) });
const list = async (as = security.token) =>
  (await app.call<{ items: StaffAccount[] }>("GET", "/admin/staff?limit=100", { as })).data.items;
const change = (userId: string, what: "active" | "duty" | "password", fields: object, as = security.token) =>
  app.call<StaffAccount>("PUT", `/admin/staff/${userId}/${what}`, { as, body: fields });
const me = (as: string) => app.call("GET", "/accounts/me", { as });
/** The answer of the sign-in page to phone and password. */
const signInReply = (phone: string, password = TEST_PASSWORD) =>
  app.call<Session>("POST", "/sessions", { body: { phone, password } });
const factsOf = async (userId: string) => {
  await app.settled();
  const rows = await AuditEventModel.find({ "entity.id": userId, action: /^staff:/ })
    .sort({ _id: 1 })
    .lean();
  return rows.map(({ action }) => action);
};

describe("the list", () => {
  test("shows the own organisation's accounts with role, duty, state and last sign-in, and no full number", async () => {
    const place = await makeHospital(app);
    const own = await makeStaff(app, place.organization, { duty: "security" });
    const specialist = await makeSpecialist(app, { hospital: place });
    const accounts = await list(own.token);
    expect(accounts.map(({ id, role, duty, own: mine }) => [id, role, duty, mine])).toEqual([
      [place.admin.id, "admin", "system", false],
      [own.id, "admin", "security", true],
      [specialist.id, "specialist", null, false],
    ]);
    expect(accounts[0]).toMatchObject({
      name: "王雪梅",
      active: true,
      stale: false,
      lastSignInAt: app.ctx.now().toISOString(),
    });
    expect(JSON.stringify(accounts)).not.toContain(place.admin.phone);
    expect(await list()).toHaveLength(2);
  });

  test("marks who has not signed in for 90 days, and who never did since they were added (R64)", async () => {
    const place = await makeHospital(app);
    const own = await makeStaff(app, place.organization, { duty: "security" });
    const { data } = await add({}, own.token);
    const stale = async (days: number) => {
      app.setNow(new Date(Date.parse(NOW) + days * DAY_MS));
      const { token } = await signIn(app, own);
      return (await list(token)).filter((one) => one.stale).map(({ id }) => id);
    };
    expect(await stale(90)).toEqual([]);
    expect(await stale(90.1)).toEqual([place.admin.id, data.id]);
    const { token } = await signIn(app, place.admin);
    expect((await me(token)).status).toBe(200);
    expect(await stale(90.1)).toEqual([data.id]);
  });

  test.each(["system", "audit"] as const)("is closed to the duty %s", async (duty) => {
    const other = await makeStaff(app, hospital.organization, { duty });
    for (const reply of [
      await app.call("GET", "/admin/staff", { as: other.token }),
      await add({}, other.token),
      await change(security.id, "active", { active: false }, other.token),
      await change(security.id, "duty", { duty: "audit" }, other.token),
      await change(security.id, "password", { initialPassword: TEST_PASSWORD }, other.token),
    ])
      expect([reply.status, reply.problem?.code]).toEqual([403, "forbidden"]);
  });

  test("is closed to nobody and to patients", async () => {
    expect((await app.call("GET", "/admin/staff")).status).toBe(401);
    const patient = await makePatientAccount(app);
    expect((await app.call("GET", "/admin/staff", { as: patient.token })).status).toBe(403);
  });
});

describe("adding", () => {
  test("takes in an admin with one duty on a password that opens nothing but its change (R5)", async () => {
    const phone = newPhone();
    const reply = await add({ phone });
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({
      name: "韩立新",
      role: "admin",
      duty: "audit",
      mustChangePassword: true,
      active: true,
    });
    const session = (await signInReply(phone)).data;
    expect(session.me).toMatchObject({ duty: "audit", organization: { name: hospital.organization.name } });
    const closed = await app.call("GET", "/admin/break-glass", { as: session.accessToken });
    expect(closed.status).toBe(403);
    expect(await factsOf(reply.data.id)).toEqual(["staff:added"]);
  });

  test("takes in a pharmacist, who has no duty", async () => {
    const { duty: _, ...pharmacist } = body();
    const reply = await app.call<StaffAccount>("POST", "/admin/staff", {
      as: security.token,
      body: { ...pharmacist, role: "pharmacist" },
    });
    expect(reply.data).toMatchObject({ role: "pharmacist", duty: null });
  });

  test("answers the same account when sent again, also at the same moment", async () => {
    const sent = body();
    const replies = await Promise.all([
      add(sent as AddStaffInput),
      add(sent as AddStaffInput),
      add(sent as AddStaffInput),
    ]);
    expect(new Set(replies.map(({ status, data }) => `${status} ${data.id}`)).size).toBe(1);
    expect(await factsOf(replies[0]?.data.id ?? "")).toEqual(["staff:added"]);
  });

  test("refuses a number that has an account, a breached password, two duties, and other roles", async () => {
    expect((await add({ phone: security.phone })).problem?.code).toBe("phone_taken");
    expect((await add({ initialPassword: "password1" })).problem?.code).toBe("password_breached");
    const wrong = [
      { role: "specialist" },
      { role: "patient" },
      { duty: "everything" },
      { duty: undefined },
      { phone: "1" },
    ];
    for (const fields of wrong) expect((await add(fields as Partial<AddStaffInput>)).status).toBe(400);
  });
});

describe("taking an account out of use", () => {
  test("ends its sessions and sockets at once, lets nobody sign in, and is undone", async () => {
    const leaver = await makeSpecialist(app, { hospital });
    const socket = await app.socket(leaver.token);
    const ear = earOf(socket);
    const cut = new Promise<void>((resolve) => socket.once("disconnect", () => resolve()));
    for (let round = 0; round < 2; round++)
      expect((await change(leaver.id, "active", { active: false })).data).toMatchObject({ active: false });
    expect((await me(leaver.token)).status).toBe(401);
    await cut;
    expect(ear.names()).toContain("session:revoked");
    expect((await signInReply(leaver.phone, leaver.password)).problem?.code).toBe("wrong_credentials");
    expect((await change(leaver.id, "active", { active: true })).data).toMatchObject({ active: true });
    expect((await me((await signIn(app, leaver)).token)).status).toBe(200);
    expect((await me(leaver.token)).status).toBe(401);
    expect(await factsOf(leaver.id)).toEqual(["staff:deactivated", "staff:reactivated"]);
  });

  test("is not done to oneself, nor to another organisation's, nor to patients", async () => {
    const elsewhere = await makeStaff(app, await makeOrganization(app), { duty: "security" });
    const patient = await makePatientAccount(app);
    expect((await change(security.id, "active", { active: false })).problem?.code).toBe("own_act");
    expect((await change(security.id, "duty", { duty: "audit" })).problem?.code).toBe("own_act");
    expect((await change(security.id, "password", { initialPassword: TEST_PASSWORD })).problem?.code).toBe("own_act");
    for (const id of [elsewhere.id, patient.id, "f".repeat(24)])
      for (const [what, fields] of [
        ["active", { active: false }],
        ["duty", { duty: "audit" }],
        ["password", { initialPassword: TEST_PASSWORD }],
      ] as const)
        expect((await change(id, what, fields)).problem?.code).toBe("forbidden");
    expect((await me(elsewhere.token)).status).toBe(200);
  });

  test("leaves a security admin: of two who close each other at once, one stays", async () => {
    for (const what of ["active", "duty"] as const)
      for (let round = 0; round < 5; round++) {
        const place = await makeOrganization(app);
        const [one, two] = [
          await makeStaff(app, place, { duty: "security" }),
          await makeStaff(app, place, { duty: "security" }),
        ];
        const fields = what === "active" ? { active: false } : { duty: "audit" };
        const replies = await Promise.all([
          change(two.id, what, fields, one.token),
          change(one.id, what, fields, two.token),
        ]);
        expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
        const left = { organizationId: place.id, role: "admin", duty: "security", active: true } as const;
        expect(await UserModel.countDocuments(left)).toBe(1);
      }
  });

  test.each(["system", "audit"] as const)("leaves the last admin of the duty %s in place (R64)", async (duty) => {
    const place = await makeOrganization(app);
    const { token } = await makeStaff(app, place, { duty: "security" });
    const last = await makeStaff(app, place, { duty });
    const acts = () =>
      Promise.all([
        change(last.id, "duty", { duty: "security" }, token),
        change(last.id, "active", { active: false }, token),
      ]);
    expect((await acts()).map(({ problem }) => problem?.code)).toEqual(["last_of_duty", "last_of_duty"]);
    await makeStaff(app, place, { duty });
    expect((await acts()).some(({ status }) => status === 200)).toBe(true);
  });
});

describe("changing duty", () => {
  test("puts one duty in place of another at once, and asks for a new sign-in", async () => {
    const admin = await makeStaff(app, hospital.organization, { duty: "system" });
    expect((await change(admin.id, "duty", { duty: "audit" })).data).toMatchObject({ duty: "audit" });
    expect((await me(admin.token)).status).toBe(401);
    const { token } = await signIn(app, admin);
    expect((await app.call("GET", "/admin/departments", { as: token })).status).toBe(403);
    expect((await app.call("GET", "/admin/break-glass", { as: token })).status).toBe(200);
    expect((await change(admin.id, "duty", { duty: "audit" })).status).toBe(200);
    expect((await me(token)).status).toBe(200);
    expect(await factsOf(admin.id)).toEqual(["staff:duty-changed"]);
  });

  test("is for admins alone", async () => {
    const pharmacist = await makeStaff(app, hospital.organization, { role: "pharmacist" });
    expect((await change(pharmacist.id, "duty", { duty: "audit" })).problem?.code).toBe("illegal_state");
  });
});

describe("a new initial password", () => {
  test("ends all sessions, opens nothing but its change, and the old one is worth nothing", async () => {
    const admin = await makeStaff(app, hospital.organization, { duty: "system" });
    const initialPassword = "river-lantern-43";
    expect((await change(admin.id, "password", { initialPassword })).data).toMatchObject({ mustChangePassword: true });
    expect((await me(admin.token)).status).toBe(401);
    expect((await signInReply(admin.phone)).problem?.code).toBe("wrong_credentials");
    const { accessToken } = (await signInReply(admin.phone, initialPassword)).data;
    expect((await app.call("GET", "/admin/departments", { as: accessToken })).status).toBe(403);
    expect((await change(admin.id, "password", { initialPassword: "password1" })).problem?.code).toBe(
      "password_breached",
    );
    expect(await factsOf(admin.id)).toEqual(["staff:password-set"]);
  });
});

describe("resetting the second step", () => {
  const reset = (userId: string, as = security.token) =>
    app.call<StaffAccount>("POST", `/admin/staff/${userId}/factors/reset`, { as });

  test("takes all factors and sessions; the next sign-in sets up new ones", async () => {
    const admin = await makeStaff(app, hospital.organization, { duty: "system" });
    expect((await list()).find(({ id }) => id === admin.id)).toMatchObject({ hasSecondFactor: true });
    expect((await reset(admin.id)).data).toMatchObject({ hasSecondFactor: false });
    expect((await me(admin.token)).status).toBe(401);
    const { accessToken } = (await signInReply(admin.phone)).data;
    const closed = await app.call("GET", "/admin/departments", { as: accessToken });
    expect([closed.status, closed.problem?.code]).toEqual([403, "second_factor_missing"]);
    expect(await factsOf(admin.id)).toEqual(["staff:factors-reset"]);
  });

  test.each([
    ["password, then factors", ["password", "factors"]],
    ["factors, then password", ["factors", "password"]],
  ] as const)("%s of one person are not one colleague's to give (R34, R64)", async (_, order) => {
    const place = await makeHospital(app);
    const one = await makeStaff(app, place.organization, { duty: "security" });
    const auditor = await makeStaff(app, place.organization, { duty: "audit" });
    const victim = await makeSpecialist(app, { hospital: place });
    const act = (what: "password" | "factors", as: string) =>
      what === "factors"
        ? reset(victim.id, as)
        : change(victim.id, "password", { initialPassword: "river-lantern-43" }, as);
    const [first, second] = order;
    expect((await act(first, one.token)).status).toBe(200);
    expect((await act(second, one.token)).problem?.code).toBe("second_person_required");
    // A colleague whom the first one has just made counts for nobody.
    const puppet = await makeStaff(app, place.organization, { duty: "security" });
    expect((await act(second, puppet.token)).problem?.code).toBe("second_person_required");
    app.advance(3 * DAY_MS);
    expect((await act(second, (await signIn(app, one)).token)).problem?.code).toBe("second_person_required");
    expect((await act(second, (await signIn(app, puppet)).token)).status).toBe(200);

    await app.settled();
    expect(app.sms.told(victim.phone).toSorted()).toEqual(["factors-reset", "password-set"]);
    const bell = await app.call<{ items: { kind: string; params: object }[] }>("GET", "/notifications", {
      as: (await signIn(app, auditor)).token,
    });
    const kinds = bell.data.items.filter(({ kind }) => kind.startsWith("staff-"));
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(["staff-factors-reset", "staff-password-set"]);
    expect(kinds[0]?.params).toEqual({ staffName: "陈静宜" });
  });

  test("counts no more once the person has a password of their own", async () => {
    const admin = await makeStaff(app, hospital.organization, { duty: "system" });
    await change(admin.id, "password", { initialPassword: "river-lantern-43" });
    await UserModel.updateOne({ _id: admin.id }, { $set: { mustChangePassword: false } });
    expect((await reset(admin.id)).status).toBe(200);
  });

  test("is not one's own to do, nor another organisation's", async () => {
    const elsewhere = await makeStaff(app, await makeOrganization(app));
    expect((await reset(security.id)).problem?.code).toBe("own_act");
    expect((await reset(elsewhere.id)).problem?.code).toBe("forbidden");
  });
});
