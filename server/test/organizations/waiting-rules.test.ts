import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitingLimits } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { WaitingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { visitSettingsOf } from "../../src/modules/organizations/index.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount, makeStaff } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  hospital = await makeHospital(app);
});
afterAll(() => app.close());

const rules: WaitingRules = { lateGraceMinutes: 5, passedPlaces: 3, callsBeforeNoShow: 2, closesMinutesAfter: 90 };
const read = (as: string | null = hospital.admin.token) =>
  app.call<WaitingRules>("GET", "/admin/waiting-rules", { as });
const set = (body: unknown, as: string | null = hospital.admin.token) =>
  app.call<WaitingRules>("PUT", "/admin/waiting-rules", { as, body });

describe("rules of the waiting room", () => {
  it("are the organisation's own, count at once and stand in the trail; sent again, once", async () => {
    const from = (await read()).data;
    for (let times = 0; times < 2; times++) expect((await set(rules)).data).toEqual(rules);
    expect(await visitSettingsOf(hospital.organization.id)).toMatchObject(rules);
    expect((await visitSettingsOf((await makeHospital(app)).organization.id)).lateGraceMinutes).not.toBe(5);
    await app.settled();
    const organizationId = hospital.organization.id;
    const rows = await AuditEventModel.find({ action: "organization:waiting-rules-set", organizationId }).lean();
    expect(rows.map(({ data }) => data)).toEqual([{ organizationId, from, to: rules }]);
  });

  it("401 for nobody, 403 for every other role and duty", async () => {
    const others = [await makeStaff(app, hospital.organization, { duty: "security" }), await makePatientAccount(app)];
    for (const [as, status] of [[null, 401], ...others.map(({ token }) => [token, 403] as const)] as const) {
      expect((await read(as)).status).toBe(status);
      expect((await set(rules, as)).status).toBe(status);
    }
  });

  it.each(
    Object.entries(waitingLimits).flatMap(([name, { least, most }]) => [
      [name, least - 1],
      [name, most + 1],
    ]),
  )("%s of %s is 400 at its field", async (name, value) => {
    const reply = await set({ ...rules, [name]: value });
    expect([reply.status, reply.problem?.fields]).toEqual([400, [{ path: name, code: "whole_number" }]]);
  });
});
