import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS, dayOf, timeOfDayOf } from "@fuzhen/shared/time.ts";
import { missedJob } from "../../src/modules/appointments/mark-missed.ts";
import { listCareSpecialists } from "../../src/modules/care-access/index.ts";
import { OrganizationModel } from "../../src/modules/organizations/organization.model.ts";
import { makeAppointment, makeScheduledSpecialist, type TestAppointment } from "../support/make-appointment.ts";
import { finishVisit, makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makeHospital } from "../support/make-organization.ts";
import { grantConsents } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

/** Monday 10:00 in Shanghai. */
const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const again = async (user: TestUser) => (await signIn(app, user)).token;

/** What the specialist's reading of the record answers at that instant. */
async function reading(specialist: TestSpecialist, patientId: string, at: Date | string = app.ctx.now()) {
  app.setNow(at);
  const reply = await app.call("GET", `/patients/${patientId}/reports`, { as: await again(specialist) });
  return reply.problem?.code ?? "open";
}
const setDays = (organizationId: string, careAccessDays: number) =>
  OrganizationModel.updateOne({ _id: organizationId }, { $set: { "visitSettings.careAccessDays": careAccessDays } });

describe("how long a specialist sees the record after the visit", () => {
  test("is the organisation's to say, to the minute, in hospital time", async () => {
    const booked = await makeAppointment(app);
    const end = new Date(booked.record.end);
    const last = new Date(end.getTime() + 30 * DAY_MS);
    expect(`${dayOf(last)} ${timeOfDayOf(last)}`).toBe("2026-12-23 10:20");
    const sees = (at: Date) => reading(booked.specialist, booked.patient.id, at);
    expect(await sees(new Date(last.getTime() - DAY_MS))).toBe("open");
    expect(await sees(new Date(last.getTime() - 1))).toBe("open");
    expect(await sees(last)).toBe("forbidden");
    expect(await sees(new Date(last.getTime() + DAY_MS))).toBe("forbidden");
  });

  test("becomes shorter at once when the organisation shortens it, and never longer than was granted", async () => {
    const booked = await makeAppointment(app);
    const { organization } = booked.specialist.hospital;
    const end = new Date(booked.record.end).getTime();
    const sees = (days: number) => reading(booked.specialist, booked.patient.id, new Date(end + days * DAY_MS));
    expect(await sees(10)).toBe("open");
    await setDays(organization.id, 7);
    expect(await sees(10)).toBe("forbidden");
    expect(await sees(6.9)).toBe("open");
    expect(await listCareSpecialists(app.ctx, booked.patient.id)).toEqual([booked.specialist.specialistId]);
    app.setNow(new Date(end + 7 * DAY_MS));
    expect(await listCareSpecialists(app.ctx, booked.patient.id)).toEqual([]);
    await setDays(organization.id, 365);
    expect(await sees(31)).toBe("forbidden");
  });

  test("stands in the log with what it rests on", async () => {
    const booked = await makeAppointment(app);
    expect(await reading(booked.specialist, booked.patient.id)).toBe("open");
    const row = (await auditEventsOfPatient(booked.patient.id)).findLast(({ action }) => action === "access");
    expect(row).toMatchObject({
      purpose: "read-report",
      outcome: "allowed",
      data: { basis: "appointment", basisId: booked.id, use: "read-report" },
    });
  });
});

describe("an appointment that comes to nothing ends the sight", () => {
  const cancel = (booked: TestAppointment, as: string) =>
    app.call("POST", `/appointments/${booked.id}/cancel`, { as, body: { reason: "有事不能来" } });
  const later = async () => {
    const hospital = await makeHospital(app, { visitSettings: { cancelMinutesBefore: 0 } });
    return makeAppointment(app, { specialist: await makeScheduledSpecialist(app, { hospital }) });
  };

  test.each([
    ["the patient cancels", (booked: TestAppointment) => cancel(booked, booked.patient.account.token)],
    ["the specialist cancels", (booked: TestAppointment) => cancel(booked, booked.specialist.token)],
    [
      "the specialist declines",
      (booked: TestAppointment) =>
        app.call("PUT", `/appointments/${booked.id}/judgement`, {
          as: booked.specialist.token,
          body: { decision: "declined", reason: "须到院面诊" },
        }),
    ],
  ])("%s", async (_name, act) => {
    const booked = await later();
    expect(await reading(booked.specialist, booked.patient.id)).toBe("open");
    expect((await act(booked)).status).toBe(200);
    expect(await reading(booked.specialist, booked.patient.id)).toBe("forbidden");
  });

  test("nobody comes; the one appointment may still be accounted for", async () => {
    const booked = await makeAppointment(app);
    app.setNow(new Date(Date.parse(booked.record.end) + 241 * 60_000));
    await missedJob.run(app.app.services);
    expect(await reading(booked.specialist, booked.patient.id)).toBe("forbidden");
    const as = await again(booked.specialist);
    expect((await app.call<Appointment>("GET", `/appointments/${booked.id}`, { as })).data.status).toBe("noshow");
  });
});

describe("a specialist who may not practise (R4)", () => {
  test.each([
    ["is no longer published", "PUT", "/published", { published: false }, "forbidden"],
    ["whose licence ran out yesterday", "PATCH", "", { licenceValidTo: "2026-11-22" }, "licence_invalid"],
    ["without the hospital's consent", "PATCH", "", { hospitalConsent: false }, "licence_invalid"],
    ["with too few years", "PATCH", "", { practiceSince: "2024-11-24" }, "experience_too_short"],
  ])("and %s sees nobody any more", async (_name, method, at, body, code) => {
    const { specialist, patient } = await makeAppointment(app);
    expect(await reading(specialist, patient.id)).toBe("open");
    const reply = await app.call(method, `/admin/specialists/${specialist.specialistId}${at}`, {
      as: specialist.hospital.admin.token,
      body,
    });
    expect(reply.status).toBe(200);
    expect(await reading(specialist, patient.id)).toBe(code);
    expect(await listCareSpecialists(app.ctx, patient.id)).toEqual([]);
    // A request for a patient in nobody's care is no error: an error would tell who is in care and who is not.
    const other = await makeAppointment(app);
    expect(await reading(specialist, other.patient.id)).toBe("forbidden");
  });

  test("sees on the last day of the licence, by the hospital's calendar, and not on the next", async () => {
    const { specialist, patient } = await makeAppointment(app);
    await app.call("PATCH", `/admin/specialists/${specialist.specialistId}`, {
      as: specialist.hospital.admin.token,
      body: { licenceValidTo: "2026-11-25" },
    });
    expect(await reading(specialist, patient.id, "2026-11-25T15:59:59Z")).toBe("open");
    expect(await reading(specialist, patient.id, "2026-11-25T16:00:00Z")).toBe("licence_invalid");
  });
});

describe("after the consent to the use of health data is withdrawn (R54, R56)", () => {
  const withdraw = ({ patientId, patientToken }: Pick<Visit, "patientId" | "patientToken">) =>
    app.call("DELETE", `/patients/${patientId}/consents/health-data`, { as: patientToken });

  test("no specialist reads, opens a visit or is told of changes; calling it off stays possible; a new consent opens", async () => {
    const { id, specialist, patient } = await makeAppointment(app, { accepted: true });
    await withdraw({ patientId: patient.id, patientToken: patient.account.token });
    expect(await reading(specialist, patient.id)).toBe("consent_required");
    expect(await listCareSpecialists(app.ctx, patient.id)).toEqual([]);
    const opened = await app.call("POST", `/appointments/${id}/consultation`, { as: specialist.token });
    expect(opened.problem?.code).toBe("consent_required");
    await grantConsents(app, patient.account, patient.id);
    expect(await reading(specialist, patient.id)).toBe("open");
    await withdraw({ patientId: patient.id, patientToken: patient.account.token });
    const cancelled = await app.call("POST", `/appointments/${id}/cancel`, {
      as: specialist.token,
      body: { reason: "患者撤回了同意" },
    });
    expect(cancelled.status).toBe(200);
  });

  test("the visit under way goes on until it is closed; what was stored stays the patient's to read", async () => {
    const visit = await makeConsultation(app);
    await withdraw(visit);
    expect(await reading(visit.specialist, visit.patientId)).toBe("open");
    const said = await app.call("POST", `/consultations/${visit.consultationId}/messages`, {
      as: visit.specialistToken,
      body: { clientMessageId: randomUUID(), text: "请继续服药" },
    });
    expect(said.status).toBe(200);
    await finishVisit(app, visit);
    expect(await reading(visit.specialist, visit.patientId)).toBe("consent_required");
    const plan = `/consultations/${visit.consultationId}/plan`;
    expect((await app.call("GET", plan, { as: visit.specialistToken })).problem?.code).toBe("consent_required");
    expect((await app.call("GET", plan, { as: visit.patientToken })).status).toBe(200);
  });
});
