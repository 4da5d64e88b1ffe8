import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { BreakGlass } from "@fuzhen/shared/care-access/care-access.schema.ts";
import type { Plan } from "@fuzhen/shared/encounters/note.schema.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { breakGlassBody } from "../support/make-break-glass.ts";
import { finishVisit, makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatient, newIdNumber, type TestPatient } from "../support/make-patient.ts";
import { makeReport } from "../support/make-report.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, type TestUser } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
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
/** With a signed plan of another hospital's visit and the papers it was booked with. */
let patient: TestPatient;
let visit: Visit;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  hospital = await makeHospital(app);
  audit = await makeStaff(app, hospital.organization, { duty: "audit" });
  security = await makeStaff(app, hospital.organization, { duty: "security" });
  patient = await makePatient(app);
  visit = await makeConsultation(app, { patient });
  await finishVisit(app, visit);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.setNow(NOW);
  specialist = await makeSpecialist(app, { hospital });
});

const { open, opened, record, again, told } = breakGlassActs(() => ({ app, specialist, patient }));

describe("opening", () => {
  test("finds who has a passport, by its number alone", async () => {
    const number = "E87654321";
    const foreign = { documentType: "passport", idNumber: number, birthDate: "1980-01-01", sex: "female" } as const;
    const person = await makePatient(app, { name: "Anna Li", ...foreign });
    const body = { ...breakGlassBody(person), name: "anna li" };
    const reply = await app.call<BreakGlass[]>("POST", "/care-access/break-glass", { as: specialist.token, body });
    expect([reply.status, reply.data[0]?.patient.id]).toEqual([201, person.id]);
  });

  test.each([
    ["欧阳若兰", "欧阳 若兰"],
    ["LI Ming", "li　MING"],
    ["Zoé Li", "Zoe\u0301 Li"],
    ["阿依·古丽", "阿依•古丽"],
  ])("finds %s by %s", async (kept, typed) => {
    const person = await makePatient(app, { name: kept });
    const body = { ...breakGlassBody(person), name: typed };
    const reply = await app.call<BreakGlass[]>("POST", "/care-access/break-glass", { as: specialist.token, body });
    expect([reply.status, reply.data[0]?.patient.id]).toEqual([201, person.id]);
  });

  test("opens the record to be read, says by what in every row of the log, and alarms at once", async () => {
    const system = hospital.admin;
    const elsewhere = await makeStaff(app, (await makeHospital(app)).organization, { duty: "audit" });
    expect((await record(specialist.token)).status).toBe(403);
    const ear = earOf(await app.socket(patient.account.token));
    const opening = await opened();
    expect(opening).toMatchObject({ patient: { id: patient.id, name: "李建国" }, reason: "unconscious" });
    expect(Date.parse(opening.until) - Date.parse(NOW)).toBe(4 * HOUR_MS);

    const head = await record(specialist.token);
    expect(head.data).toMatchObject({ basis: "break-glass", breakGlass: { id: opening.id, until: opening.until } });
    const of = (what: string) => `/patients/${patient.id}/${what}`;
    const reports = await app.call<{ items: Report[] }>("GET", of("reports"), { as: specialist.token });
    const visits = await app.call<{ items: Appointment[] }>("GET", of("appointments"), { as: specialist.token });
    const plans = await app.call<{ items: Plan[] }>("GET", of("plans"), { as: specialist.token });
    expect([reports.data.items.length, visits.data.items.length]).toEqual([1, 1]);
    expect(plans.data.items).toMatchObject([{ consultationId: visit.consultationId, plan: "三月后复查" }]);
    const rows = (await auditEventsOfPatient(patient.id)).filter(({ actor }) => actor?.userId === specialist.id);
    expect(rows.filter(({ outcome, action }) => outcome === "allowed" && action === "access")).toMatchObject(
      ["profile", "read-report", "read-appointment", "read-plan"].map((use) => ({
        purpose: "break-glass",
        data: { basis: "break-glass", basisId: opening.id, use },
      })),
    );

    expect(await ear.first("notification:created")).toMatchObject({ kind: "break-glass-opened" });
    await app.settled();
    expect((await told(patient.account))[0]).toMatchObject({
      kind: "break-glass-opened",
      subject: { type: "patient", id: patient.id },
    });
    for (const admin of [audit, security])
      expect((await told(admin))[0]).toMatchObject({
        kind: "break-glass-alarm",
        params: { patientName: "李**" },
        subject: { type: "break-glass", id: opening.id },
      });
    for (const admin of [system, elsewhere]) expect(await told(admin)).toEqual([]);
  });

  test("opens nothing to write", async () => {
    await opened();
    const as = specialist.token;
    const refusals = [
      await app.call("POST", `/consultations/${visit.consultationId}/messages`, {
        as,
        body: { clientMessageId: randomUUID(), text: "您好" },
      }),
      await app.call("GET", `/consultations/${visit.consultationId}`, { as }),
      await app.call("GET", `/consultations/${visit.consultationId}/note`, { as }),
      await app.call("PUT", `/consultations/${visit.consultationId}/note`, {
        as,
        body: { expectedVersion: 0, chiefComplaint: "", presentIllness: "", diagnoses: [], plan: "" },
      }),
      await app.call("PUT", `/appointments/${visit.appointmentId}/judgement`, { as, body: { decision: "accepted" } }),
      await app.call("POST", `/appointments/${visit.appointmentId}/cancel`, { as, body: { reason: "改期" } }),
      await app.call("POST", `/appointments/${visit.appointmentId}/consultation`, { as }),
      await app.call("GET", `/patients/${patient.id}`, { as }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual(refusals.map(() => 403));
    const upload = await fetch(`${app.url}/api/uploads`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${as}`,
        "tus-resumable": "1.0.0",
        "upload-length": "10",
        "upload-metadata": Object.entries({ uploadKey: randomUUID(), filename: "a.jpg", patientId: patient.id })
          .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
          .join(","),
      },
    });
    expect(upload.status).toBe(403);
  });

  test("lasts as long as the organisation allows, and no longer than a day", async () => {
    const opening = await opened();
    app.setNow(new Date(Date.parse(opening.until) - 1));
    expect((await record(await again(specialist))).status).toBe(200);
    app.setNow(opening.until);
    expect((await record(await again(specialist))).status).toBe(403);
    for (const [breakGlassHours, hours] of [
      [2, 2],
      [90, 24],
    ] as const) {
      const place = await makeHospital(app, { visitSettings: { breakGlassHours } });
      const other = await makeSpecialist(app, { hospital: place });
      const [made] = (await open({}, other.token)).data;
      expect(Date.parse(made?.until ?? "") - app.ctx.now().getTime()).toBe(hours * HOUR_MS);
    }
  });

  test("is harmless when sent again, also at the same moment: one opening, one alarm", async () => {
    const requestKey = randomUUID();
    const replies = await Promise.all([open({ requestKey }), open({ requestKey }), open({ requestKey })]);
    replies.push(await open({ requestKey }));
    expect(new Set(replies.map(({ status, data }) => `${status} ${data[0]?.id}`)).size).toBe(1);
    await app.settled();
    const id = replies[0]?.data[0]?.id;
    expect((await told(security)).filter(({ subject }) => subject.id === id)).toHaveLength(1);
  });

  test("opens every record kept of the person", async () => {
    const number = newIdNumber();
    const mine = await makePatient(app, { idNumber: number });
    const theirs = await makePatient(app, { idNumber: number });
    const { data } = await open({ idNumber: number });
    expect(data.map((one) => one.patient.id).toSorted()).toEqual([mine.id, theirs.id].toSorted());
  });

  test("answers a wrong pair like no patient at all, and soon not at all", async () => {
    const wrong = [{ name: "李建军" }, { idNumber: newIdNumber() }, { name: "王五", idNumber: newIdNumber() }];
    for (const pair of wrong) {
      const reply = await open(pair);
      expect([reply.status, reply.problem?.code, reply.problem?.fields]).toEqual([404, "patient_unknown", undefined]);
    }
    const more = await Promise.all(Array.from({ length: 12 }, () => open({ name: "李建军" })));
    expect(more.filter(({ problem }) => problem?.code === "patient_unknown")).toHaveLength(7);
    expect((await open()).problem?.code).toBe("rate_limited");
    // Counted per person: a colleague at another bed is not held up by it.
    const colleague = await makeSpecialist(app, { hospital });
    expect((await open({}, colleague.token)).status).toBe(201);
  });

  test("needs a reason from the list, words enough, a whole number, and a specialist who may practise (R4)", async () => {
    for (const [overrides, path] of [
      [{ reason: "curious" }, "reason"],
      [{ account: "太急了" }, "account"],
      [{ idNumber: "23030219580312" }, "idNumber"],
      [{ requestKey: "1" }, "requestKey"],
    ] as const) {
      const reply = await open(overrides);
      expect([reply.status, reply.problem?.fields?.[0]?.path]).toEqual([400, path]);
    }
    const at = `/admin/specialists/${specialist.specialistId}`;
    await app.call("PATCH", at, { as: hospital.admin.token, body: { hospitalConsent: false } });
    expect((await open()).problem?.code).toBe("licence_invalid");
    await app.call("PUT", `${at}/published`, { as: hospital.admin.token, body: { published: false } });
    expect((await open()).problem?.code).toBe("forbidden");
    expect((await open({}, patient.account.token)).status).toBe(403);
    expect((await app.call("POST", "/care-access/break-glass", { body: breakGlassBody(patient) })).status).toBe(401);
  });

  test("a licence that runs out meanwhile closes what was opened", async () => {
    await opened();
    await app.call("PATCH", `/admin/specialists/${specialist.specialistId}`, {
      as: hospital.admin.token,
      body: { licenceValidTo: "2026-11-22" },
    });
    expect((await record(specialist.token)).problem?.code).toBe("licence_invalid");
  });
});

describe("ending it early", () => {
  test("is the specialist's own to do, and harmless when repeated", async () => {
    const opening = await opened();
    const end = (as: string) => app.call("POST", `/care-access/break-glass/${opening.id}/end`, { as });
    const mine = () => app.call<BreakGlass[]>("GET", "/care-access/break-glass", { as: specialist.token });
    expect((await mine()).data).toEqual([opening]);
    const colleague = await makeSpecialist(app, { hospital });
    expect((await end(colleague.token)).status).toBe(403);
    expect((await record(specialist.token)).status).toBe(200);
    for (let round = 0; round < 2; round++) expect((await end(specialist.token)).status).toBe(200);
    expect((await record(specialist.token)).status).toBe(403);
    expect((await mine()).data).toEqual([]);
    await app.settled();
    const facts = (await auditEventsOfPatient(patient.id)).filter(({ entity }) => entity.id === opening.id);
    expect(facts.map(({ action }) => action)).toEqual(["break-glass:opened", "break-glass:ended"]);
  });
});

test("a picture's link that was made in an emergency is marked as such, and opens nothing once it is over", async () => {
  const other = await makePatient(app);
  const report = await makeReport(app, other);
  const opening = (await open(breakGlassBody(other))).data[0]?.id;
  const { data } = await app.call<Report>("GET", `/reports/${report.id}`, { as: specialist.token });
  const link = app.url + (data.files[0]?.pages[0]?.display ?? "");
  expect((await fetch(link)).status).toBe(200);
  const rows = async () => (await auditEventsOfPatient(other.id)).filter(({ action }) => action === "read-file");
  expect(await rows()).toMatchObject([
    {
      actor: { userId: specialist.id },
      purpose: "break-glass",
      outcome: "allowed",
      data: { basisId: opening, use: "read-file", variant: "display-0" },
    },
  ]);
  await app.call("POST", `/care-access/break-glass/${opening}/end`, { as: specialist.token });
  expect((await fetch(link)).status).toBe(403);
  expect((await rows()).map(({ outcome }) => outcome).toSorted()).toEqual(["allowed", "refused"]);

  await app.settled();
  const log = await app.call<{ items: AccessLine[] }>("GET", `/patients/${other.id}/access-log?limit=100&own=false`, {
    as: other.account.token,
  });
  const seen = log.data.items.filter(({ emergency, who }) => emergency && who.name === "陈静宜");
  expect(seen.map(({ purposes }) => purposes)).toEqual([["break-glass", "read-report", "read-file"]]);
});
