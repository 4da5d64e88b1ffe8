import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { OpenBooking } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import { expectRefused, makeStrangers } from "../support/expect-refused.ts";
import { freeSlots, makeFiledReport, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { breakGlassBody } from "../support/make-break-glass.ts";
import { makePatient, patientBody, type TestPatient } from "../support/make-patient.ts";
import { makeSight } from "../support/make-sight.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";
import { walk } from "../support/walk-contract.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const openOf = async (patient: TestPatient, as = patient.account.token) =>
  (await app.call<{ bookings: OpenBooking[] }>("GET", `/patients/${patient.id}/open-bookings`, { as })).data.bookings;
const remove = (id: string, as: string | null, bookings: string[] = []) =>
  app.call("POST", `/patients/${id}/remove`, { as, body: { bookings } });

describe("removing a 就诊人", () => {
  it("names what is open, calls it off when it was seen, and tells the doctor", async () => {
    const sight = await makeSight(app, "booked");
    const { patient, visit, specialist } = sight;
    const as = patient.account.token;
    const [open] = await openOf(patient);
    expect(open).toMatchObject({
      id: visit.appointmentId,
      start: visit.start,
      patientName: "纪晓岚嫣",
      underWay: false,
    });
    const unseen = await remove(patient.id, as);
    expect([unseen.status, unseen.problem?.code]).toEqual([409, "record_changed"]);
    expect(await openOf(patient)).toHaveLength(1);
    expect((await remove(patient.id, as, [visit.appointmentId])).status).toBe(200);
    // The line came back and the same is sent again.
    expect((await remove(patient.id, as, [visit.appointmentId])).status).toBe(200);
    await app.settled();
    const free = await freeSlots(app, specialist.specialistId);
    expect(free.map(({ start }) => start)).toContain(visit.start);
    const bell = await app.call<{ items: { kind: string }[] }>("GET", "/notifications", { as: specialist.token });
    expect(bell.data.items.map(({ kind }) => kind)).toContain("appointment-cancelled");
  });

  it("nothing of them is told to the account any more, by no call and by no link, and the record stays", async () => {
    const sight = await makeSight(app, "finished");
    const { patient, visit } = sight;
    const as = patient.account.token;
    const socket = await app.socket(as);
    expect((await command(socket, "consultation:join", { consultationId: visit.consultationId })).ok).toBe(true);
    const ear = earOf(socket);
    const before = await walk(app, sight, as, { reading: true });
    const links = [...new Set(before.flatMap((one) => one.links))];
    expect(links.length).toBeGreaterThanOrEqual(4);
    expect((await remove(patient.id, as)).status).toBe(200);
    await ear.first("consultation:left");
    for (const link of links) expect((await fetch(`${app.url}${link}`)).status).toBeGreaterThanOrEqual(400);
    const told = (await walk(app, sight, as)).filter((one) => one.told.some((secret) => secret !== "phone"));
    expect(told).toEqual([]);
    const mine = await app.call<Patient[]>("GET", "/patients", { as });
    expect(mine.data).toEqual([]);
    for (const scope of ["upcoming", "past"])
      expect(
        (await app.call<{ items: Appointment[] }>("GET", `/appointments?scope=${scope}`, { as })).data.items,
      ).toEqual([]);
    expect(await PatientModel.countDocuments({ _id: patient.id })).toBe(1);
    socket.disconnect();
  });

  it("a doctor opens the record in an emergency all the same, and the account hears nothing of it", async () => {
    const { patient, specialist, owned } = await makeSight(app, "finished");
    const as = patient.account.token;
    expect((await remove(patient.id, as)).status).toBe(200);
    const report = () => app.call("GET", `/reports/${owned.reportId}`, { as: specialist.token });
    expect((await report()).problem?.code).toBe("consent_required");
    const opened = await app.call("POST", "/care-access/break-glass", {
      as: specialist.token,
      body: breakGlassBody(patient),
    });
    expect([opened.status, (await report()).status]).toEqual([201, 200]);
    await app.settled();
    const bell = await app.call<{ items: { kind: string }[] }>("GET", "/notifications", { as });
    expect(bell.data.items.map(({ kind }) => kind)).not.toContain("break-glass-opened");
  });

  it("waits for a visit to end", async () => {
    const { patient, visit } = await makeSight(app, "visit");
    const as = patient.account.token;
    expect((await openOf(patient))[0]?.underWay).toBe(true);
    const refused = await remove(patient.id, as, [visit.appointmentId]);
    expect([refused.status, refused.problem?.code, refused.problem?.about]).toEqual([
      409,
      "visit_open",
      { type: "Appointment", id: visit.appointmentId },
    ]);
  });

  it("added again it is the same record, with its consents to be given anew", async () => {
    const patient = await makePatient(app);
    const as = patient.account.token;
    expect((await remove(patient.id, as)).status).toBe(200);
    // Another 本人 may come meanwhile.
    expect((await app.call("POST", "/patients", { as, body: patientBody() })).status).toBe(201);
    const body = patientBody({ idNumber: patient.idNumber, relationship: "parent", name: "李建囯" });
    const again = await app.call<Patient>("POST", "/patients", { as, body });
    expect([again.status, again.data.id, again.data.name, again.data.relationship]).toEqual([
      201,
      patient.id,
      "李建囯",
      "parent",
    ]);
    expect(again.data.consentsMissing).toEqual(["health-data", "telehealth"]);
    const twice = await app.call<Patient>("POST", "/patients", { as, body });
    expect([twice.status, twice.data.id]).toEqual([201, patient.id]);
  });

  it("a booking and a removal at once leave nobody booked who is gone", async () => {
    const { specialistId } = await makeScheduledSpecialist(app);
    const patient = await makePatient(app);
    const as = patient.account.token;
    const proofReportId = await makeFiledReport(app, patient);
    const start = (await freeSlots(app, specialistId))[0]?.start;
    const wish = { patientId: patient.id, specialistId, start, proofReportId, requestKey: crypto.randomUUID() };
    const [booked, removed] = await Promise.all([
      app.call<Appointment>("POST", "/appointments", { as, body: { ...wish, disease: "肾炎", diagnosedAt: "某医院" } }),
      remove(patient.id, as),
    ]);
    expect([
      [201, 409],
      [409, 200],
      [403, 200],
    ]).toContainEqual([booked.status, removed.status]);
  });

  it("is for the account alone", async () => {
    const patient = await makePatient(app);
    const strangers = await makeStrangers(app);
    await expectRefused(strangers, (id, as) => remove(id, as), patient.id);
    await expectRefused(strangers, (id, as) => app.call("GET", `/patients/${id}/open-bookings`, { as }), patient.id);
    app.advance(9 * 60_000 + 59_000);
    expect((await remove(patient.id, patient.account.token)).status).toBe(200);
  });
});
