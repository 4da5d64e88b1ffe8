import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { visitSettingsOf } from "../../src/modules/organizations/index.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
let security: TestUser;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());
beforeEach(async () => {
  hospital = await makeHospital(app);
  security = await makeStaff(app, hospital.organization, { duty: "security" });
});

const read = (as: string | null = security.token) => app.call<AccessRules>("GET", "/admin/access-rules", { as });
const set = (body: unknown, as: string | null = security.token) =>
  app.call<AccessRules>("PUT", "/admin/access-rules", { as, body });
const facts = async () => {
  await app.settled();
  return AuditEventModel.find({
    action: "organization:access-rules-set",
    organizationId: hospital.organization.id,
  }).lean();
};

it("are the house's until the organisation sets its own; other settings and other hospitals keep theirs", async () => {
  expect((await read()).data).toEqual({ careAccessDays: 30, breakGlassHours: 4 });
  expect((await set({ careAccessDays: 7, breakGlassHours: 2 })).data).toEqual({
    careAccessDays: 7,
    breakGlassHours: 2,
  });
  expect((await read()).data).toEqual({ careAccessDays: 7, breakGlassHours: 2 });
  expect(await visitSettingsOf(hospital.organization.id)).toMatchObject({ careAccessDays: 7, cancelMinutesBefore: 30 });
  expect(await visitSettingsOf((await makeHospital(app)).organization.id)).toMatchObject({ careAccessDays: 30 });
});

it("stand in the trail with what they were; sent again, once", async () => {
  const rules = { careAccessDays: 0, breakGlassHours: 24 };
  for (let times = 0; times < 3; times++) expect((await set(rules)).status).toBe(200);
  const rows = await facts();
  expect(rows.map(({ actor, data }) => [String(actor?.userId), data])).toEqual([
    [
      security.id,
      { organizationId: hospital.organization.id, from: { careAccessDays: 30, breakGlassHours: 4 }, to: rules },
    ],
  ]);
});

it("set by two at once are one or the other, and each change knows what it changed", async () => {
  const bodies = [1, 2, 3, 4].map((careAccessDays) => ({ careAccessDays, breakGlassHours: 4 }));
  const replies = await Promise.all(bodies.map((body) => set(body)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const changes = (await facts()).map(({ data }) => data as { from: AccessRules; to: AccessRules });
  expect(changes).toHaveLength(4);
  // Each change names the numbers it replaced, so all of them form one chain from the default to the present numbers.
  let days = 30;
  for (let step = 0; step < 4; step++) {
    const next = changes.find(({ from }) => from.careAccessDays === days);
    days = next?.to.careAccessDays ?? -1;
  }
  expect((await read()).data.careAccessDays).toBe(days);
});

it("401 for nobody, 403 for every other role and duty", async () => {
  expect((await read(null)).status).toBe(401);
  expect((await set({ careAccessDays: 1, breakGlassHours: 1 }, null)).status).toBe(401);
  const audit = await makeStaff(app, hospital.organization, { duty: "audit" });
  for (const { token } of [hospital.admin, audit, await makePatientAccount(app)]) {
    expect((await read(token)).status).toBe(403);
    expect((await set({ careAccessDays: 1, breakGlassHours: 1 }, token)).status).toBe(403);
  }
  expect((await read()).data).toEqual({ careAccessDays: 30, breakGlassHours: 4 });
});

it.each([
  [{ careAccessDays: -1, breakGlassHours: 4 }, "careAccessDays", "care_access_days"],
  [{ careAccessDays: 366, breakGlassHours: 4 }, "careAccessDays", "care_access_days"],
  [{ careAccessDays: 1.5, breakGlassHours: 4 }, "careAccessDays", "care_access_days"],
  [{ careAccessDays: 30, breakGlassHours: 0 }, "breakGlassHours", "break_glass_hours"],
  [{ careAccessDays: 30, breakGlassHours: 25 }, "breakGlassHours", "break_glass_hours"],
  [{ careAccessDays: { $gt: 0 }, breakGlassHours: 4 }, "careAccessDays", "care_access_days"],
])("%o is 400 at %s", async (body, path, code) => {
  const reply = await set(body);
  expect([reply.status, reply.problem?.fields]).toEqual([400, [{ path, code }]]);
});
