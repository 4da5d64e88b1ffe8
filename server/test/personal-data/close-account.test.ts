import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenBooking } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import { UserModel } from "../../src/modules/users/user.model.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { signInAs } from "../support/make-account.ts";
import { breakGlassBody } from "../support/make-break-glass.ts";
import { makePatient, patientBody } from "../support/make-patient.ts";
import { makeSight } from "../support/make-sight.ts";
import { askForCode, makePatientAccount, makeStaff, TEST_PASSWORD } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { walk } from "../support/walk-contract.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const close = (as: string | null, bookings: string[] = []) =>
  app.call("POST", "/accounts/close", { as, body: { bookings } });
const openOf = async (as: string) =>
  (await app.call<{ bookings: OpenBooking[] }>("GET", "/accounts/open-bookings", { as })).data.bookings;

describe("closing the account", () => {
  it("names what is open, calls it off when it was seen, ends every session and frees the number", async () => {
    const sight = await makeSight(app, "booked");
    const { patient, visit } = sight;
    const { token: as, phone } = patient.account;
    const again = await app.call<{ accessToken: string }>("POST", "/sessions", {
      body: { phone, password: TEST_PASSWORD },
    });
    expect((await openOf(as)).map(({ id, underWay }) => [id, underWay])).toEqual([[visit.appointmentId, false]]);
    expect((await close(as)).problem?.code).toBe("record_changed");
    const socket = await app.socket(as);
    const gone = new Promise<void>((done) => socket.once("disconnect", () => done()));
    expect((await close(as, [visit.appointmentId])).status).toBe(200);
    await gone;
    for (const token of [as, again.data.accessToken])
      expect((await app.call("GET", "/accounts/me", { as: token })).status).toBe(401);
    // Neither the password nor a code signs in, and none sets a new password.
    const password = await app.call("POST", "/sessions", { body: { phone, password: TEST_PASSWORD } });
    expect([password.status, password.problem?.code]).toEqual([401, "wrong_credentials"]);
    const code = await askForCode(app, phone, "sign-in");
    expect((await app.call("POST", "/sessions/by-code", { body: { phone, code } })).problem?.code).toBe(
      "sign_up_required",
    );
    expect(app.sms.told(phone)).toEqual(["account-closed"]);
    // The number signs up anew, for an account that knows nothing of the old one.
    const fresh = await makePatientAccount(app, { phone });
    expect((await walk(app, sight, fresh.token)).filter(({ told }) => told.some((one) => one !== "phone"))).toEqual([]);
    const mother = await app.call("POST", "/patients", {
      as: fresh.token,
      body: patientBody({ idNumber: patient.idNumber }),
    });
    expect(mother.status).toBe(201);
  });

  it("keeps the record as the law asks: for emergencies and for the trail, and for nobody else", async () => {
    const { patient, specialist, owned, hospital } = await makeSight(app, "finished");
    expect((await close(patient.account.token)).status).toBe(200);
    const report = async (as: string) => (await app.call("GET", `/reports/${owned.reportId}`, { as })).status;
    expect(await report(specialist.token)).toBe(409);
    const body = breakGlassBody(patient);
    expect((await app.call("POST", "/care-access/break-glass", { as: specialist.token, body })).status).toBe(201);
    expect(await report(specialist.token)).toBe(200);
    const plan = await app.call("GET", `/patients/${patient.id}/plans`, { as: specialist.token });
    expect(plan.status).toBe(200);
    const auditor = await makeStaff(app, hospital.organization, { duty: "audit" });
    await app.settled();
    const trail = await app.call<{ items: { action: string }[] }>("GET", `/audit-events?patientId=${patient.id}`, {
      as: auditor.token,
    });
    expect(trail.data.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["break-glass:opened", "patient:removed"]),
    );
    expect(await PatientModel.countDocuments({ _id: patient.id })).toBe(1);
    const user = await UserModel.findById(patient.account.id).lean();
    expect(user).toMatchObject({ active: false, passwordHash: "", phoneLookup: `closed:${patient.account.id}` });
    for await (const { name, broken } of runDataChecks(dataChecks, app.app.services, { deep: false }))
      expect([name, broken]).toEqual([name, []]);
  });

  it("waits for a visit to end", async () => {
    const { patient, visit } = await makeSight(app, "visit");
    const refused = await close(patient.account.token, [visit.appointmentId]);
    expect([refused.status, refused.problem?.code]).toEqual([409, "visit_open"]);
    expect((await app.call("GET", "/accounts/me", { as: patient.account.token })).status).toBe(200);
  });

  it("closing twice at once closes once, and a person who is added meanwhile is not left behind", async () => {
    const { account } = await makePatient(app);
    const [one, two, added] = await Promise.all([
      close(account.token),
      close(account.token),
      app.call("POST", "/patients", { as: account.token, body: patientBody({ relationship: "parent" }) }),
    ]);
    expect([one.status, two.status].filter((status) => status === 200)).toHaveLength(1);
    expect([201, 401, 403]).toContain(added.status);
    expect(await PatientModel.countDocuments({ accountId: account.id as never, removedAt: null })).toBe(0);
  });

  it("401 for nobody, 403 for staff, 400 without the list of what was seen", async () => {
    expect((await close(null)).status).toBe(401);
    for (const role of ["specialist", "admin"] as const)
      expect((await close(await signInAs(app, role))).status).toBe(403);
    const { account } = await makePatient(app);
    expect((await app.call("POST", "/accounts/close", { as: account.token, body: {} })).status).toBe(400);
    expect((await app.call("GET", "/accounts/open-bookings", {})).status).toBe(401);
  });
});
