import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import type { EmergencyActs } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { breakGlassBody } from "../support/make-break-glass.ts";
import { finishVisit, makeConsultation } from "../support/make-consultation.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeReport } from "../support/make-report.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";
import { breakGlassActs } from "./break-glass-acts.ts";

const NOW = "2026-11-23T02:00:00Z";
const HOUR_MS = 3_600_000;

let app: TestApp;
let hospital: TestHospital;
let audit: TestUser;
let security: TestUser;
let specialist: TestSpecialist;
let patient: TestPatient;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  hospital = await makeHospital(app);
  audit = await makeStaff(app, hospital.organization, { duty: "audit" });
  security = await makeStaff(app, hospital.organization, { duty: "security" });
  patient = await makePatient(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.setNow(NOW);
  specialist = await makeSpecialist(app, { hospital });
});

const { open, opened, record, again, told } = breakGlassActs(() => ({ app, specialist, patient }));

const casesOf = async (user: TestUser, scope = "open") =>
  app.call<{ items: BreakGlassCase[] }>("GET", `/admin/break-glass?scope=${scope}&limit=100`, {
    as: await again(user),
  });
const actsOf = async (user: TestUser, id: string) =>
  app.call<EmergencyActs>("GET", `/admin/break-glass/${id}/acts`, { as: await again(user) });
const review = async (user: TestUser, id: string, fields: object = {}) =>
  app.call<BreakGlassCase>("POST", `/admin/break-glass/${id}/review`, {
    as: await again(user),
    body: { verdict: "justified", account: "核对急诊记录，情况属实", ...fields },
  });

describe("the review of an emergency", () => {
  test("lists what is open, oldest first, marks what is overdue, and shows no name in full", async () => {
    const place = await makeHospital(app);
    const judge = await makeStaff(app, place.organization, { duty: "audit" });
    const doctor = await makeSpecialist(app, { hospital: place });
    const first = (await open({}, doctor.token)).data[0]?.id ?? "";
    app.advance(2 * 24 * HOUR_MS);
    const second = (await open({}, await again(doctor))).data[0]?.id ?? "";
    app.advance(1.5 * 24 * HOUR_MS);
    const { items } = (await casesOf(judge)).data;
    expect(items.map(({ id, overdue }) => [id, overdue])).toEqual([
      [first, true],
      [second, false],
    ]);
    expect(items[0]).toMatchObject({
      specialistName: "陈静宜",
      patientName: "李**",
      account: breakGlassBody(patient).account,
      review: null,
    });
    expect((await review(judge, first)).data).toMatchObject({
      overdue: false,
      review: { verdict: "justified", reviewerName: "王雪梅" },
    });
    expect((await casesOf(judge)).data.items.map(({ id }) => id)).toEqual([second]);
    expect((await casesOf(judge, "reviewed")).data.items.map(({ id }) => id)).toEqual([first]);
    expect((await casesOf(audit)).data.items.map(({ id }) => id)).not.toContain(second);
  });

  test("not justified, it is not opened again by the same person for a day; a colleague may", async () => {
    const { id } = await opened();
    expect((await review(audit, id, { verdict: "not-justified" })).status).toBe(200);
    expect((await open()).problem?.code).toBe("emergency_judged");
    const colleague = await makeSpecialist(app, { hospital });
    expect((await open({}, colleague.token)).status).toBe(201);
    app.advance(24 * HOUR_MS);
    expect((await open({}, await again(specialist))).status).toBe(201);
  });

  test("shows what was opened under it, each thing once, and whether the two had met before; the look is in the trail", async () => {
    const stranger = await makePatient(app);
    const report = await makeReport(app, stranger);
    const { id } = (await open(breakGlassBody(stranger))).data[0] ?? { id: "" };
    expect((await actsOf(audit, id)).data).toEqual({ opened: [], more: false, before: { visits: 0, lastAt: null } });
    const firstAt = app.ctx.now().toISOString();
    for (let times = 0; times < 3; times++) {
      for (const path of [`/care-access/patients/${stranger.id}`, `/reports/${report.id}`])
        expect((await app.call("GET", path, { as: specialist.token })).status).toBe(200);
      app.advance(60_000);
    }
    const lastAt = new Date(app.ctx.now().getTime() - 60_000).toISOString();
    expect((await actsOf(audit, id)).data.opened).toEqual([
      { purpose: "profile", things: 1, firstAt, lastAt },
      { purpose: "read-report", things: 1, firstAt, lastAt },
    ]);
    // What another opening of the same record showed is not this one's.
    const colleague = await makeSpecialist(app, { hospital });
    const other = (await open(breakGlassBody(stranger), colleague.token)).data[0]?.id ?? "";
    expect((await actsOf(audit, other)).data.opened).toEqual([]);
    const looks = (await auditEventsOfPatient(stranger.id)).filter(
      ({ entity, action }) => entity.id === id && action === "read",
    );
    expect(looks.map(({ purpose }) => purpose)).toEqual(["review-break-glass", "review-break-glass"]);
  });

  test("says how often, and when last, they had met", async () => {
    const place = await makeHospital(app, {
      visitSettings: { opensMinutesBefore: 1440, careAccessDays: 0, questionHours: 0 },
    });
    const judge = await makeStaff(app, place.organization, { duty: "audit" });
    const doctor = await makeScheduledSpecialist(app, { hospital: place });
    const met = await makeConsultation(app, { specialist: doctor });
    await finishVisit(app, met);
    app.setNow(new Date(Date.parse(met.end) + 60_000).toISOString());
    const id = (await open(breakGlassBody(met.patient), await again(doctor))).data[0]?.id ?? "";
    expect((await actsOf(judge, id)).data.before).toEqual({ visits: 1, lastAt: met.start });
  });

  test("is the audit duty's of the same organisation alone (R64)", async () => {
    const { id } = await opened();
    expect((await app.call("GET", `/admin/break-glass/${id}/acts`, { as: null })).status).toBe(401);
    expect((await actsOf(security, id)).status).toBe(403);
    expect((await actsOf(audit, "f".repeat(24))).problem?.code).toBe("forbidden");
    expect((await actsOf(audit, "1")).status).toBe(400);
    const elsewhere = await makeStaff(app, (await makeHospital(app)).organization, { duty: "audit" });
    for (const admin of [hospital.admin, security]) {
      expect((await casesOf(admin)).status).toBe(403);
      expect((await review(admin, id)).status).toBe(403);
    }
    expect((await review(elsewhere, id)).problem?.code).toBe("forbidden");
    expect((await actsOf(elsewhere, id)).problem?.code).toBe("forbidden");
    expect((await review(audit, "f".repeat(24))).problem?.code).toBe("forbidden");
    expect((await review(audit, id, { account: "可以" })).status).toBe(400);
    expect((await review(audit, id, { verdict: "maybe" })).status).toBe(400);
  });

  test("is written once, by one of many who judge at the same moment", async () => {
    const { id } = await opened();
    const as = await again(audit);
    const replies = await Promise.all(
      ["justified", "not-justified", "justified", "not-justified"].map((verdict) =>
        app.call<BreakGlassCase>("POST", `/admin/break-glass/${id}/review`, {
          as,
          body: { verdict, account: "核对急诊记录，情况属实" },
        }),
      ),
    );
    const [won, ...more] = replies.filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    for (const { status, problem } of replies.filter((reply) => reply !== won))
      expect([status, problem?.code]).toEqual([409, "already_reviewed"]);
    const kept = (await casesOf(audit, "reviewed")).data.items.find((one) => one.id === id);
    expect(kept?.review).toEqual(won?.data.review);
  });

  test("not justified: the opening ends and the security admins hear of it", async () => {
    const { id } = await opened();
    expect((await record(specialist.token)).status).toBe(200);
    const judged = await review(audit, id, { verdict: "not-justified", account: "患者当日并不在本院就诊" });
    expect(judged.data).toMatchObject({ endedAt: app.ctx.now().toISOString(), review: { verdict: "not-justified" } });
    expect((await record(specialist.token)).status).toBe(403);
    await app.settled();
    expect((await told(security))[0]).toMatchObject({ kind: "break-glass-not-justified", subject: { id } });
    expect((await told(audit)).map(({ kind }) => kind)).not.toContain("break-glass-not-justified");
  });
});
