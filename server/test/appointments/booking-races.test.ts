import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cellsOf } from "@fuzhen/shared/schedules/claim.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { AppointmentModel } from "../../src/modules/appointments/appointment.model.ts";
import { newId } from "../../src/platform/outbox.ts";
import { ClaimModel } from "../../src/modules/schedules/claim.model.ts";
import {
  bookingBody,
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
} from "../support/make-appointment.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

const firstSlot = async (specialist: TestSpecialist) => (await freeSlots(app, specialist.specialistId))[0]?.start ?? "";
/**
 * Sends the booking again while the server answers `busy`, as a client does: on a loaded machine many at once wait too
 * long.
 */
async function book(patient: TestPatient, body: object): Promise<Reply<Appointment>> {
  for (;;) {
    const reply = await app.call<Appointment>("POST", "/appointments", { as: patient.account.token, body });
    if (reply.problem?.code !== "busy") return reply;
  }
}
/** Bookings of different slots of one day, late enough to be cancelled, with a specialist of the hospital. */
async function bodiesOfDay(hospital: TestHospital, patient: TestPatient, count: number) {
  const specialist = await makeScheduledSpecialist(app, { hospital });
  const proofReportId = await makeFiledReport(app, patient);
  const slots = await freeSlots(app, specialist.specialistId);
  const day = slots.at(-1)?.start.slice(0, 10) ?? "";
  const ofDay = slots.filter(({ start }) => start.startsWith(day)).slice(0, count);
  expect(ofDay).toHaveLength(count);
  const { specialistId } = specialist;
  const bodies = ofDay.map(({ start }) => bookingBody({ patientId: patient.id, specialistId, start, proofReportId }));
  return { specialist, bodies };
}
const codesOf = (replies: readonly { status: number; problem: { code: string } | null }[]) =>
  replies.map(({ status, problem }) => problem?.code ?? String(status)).toSorted();

describe("races for one thing", () => {
  it("50 accounts book one slot at once: one has it, the others read slot_unavailable (R42)", async () => {
    const specialist = await makeScheduledSpecialist(app);
    const start = await firstSlot(specialist);
    const runners: { patient: TestPatient; body: object }[] = [];
    for (let i = 0; i < 50; i++) {
      const patient = await makePatient(app);
      const proofReportId = await makeFiledReport(app, patient);
      const { specialistId } = specialist;
      runners.push({ patient, body: bookingBody({ patientId: patient.id, specialistId, start, proofReportId }) });
    }
    const replies = await Promise.all(runners.map(({ patient, body }) => book(patient, body)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    const losers = replies.filter(({ status }) => status !== 201);
    expect(losers.map(({ status, problem }) => [status, problem?.code])).toEqual(
      losers.map(() => [409, "slot_unavailable"]),
    );
    const rows = await AppointmentModel.find({ specialistId: specialist.specialistId }).lean();
    expect(rows.map((row) => row.start.toISOString())).toEqual([start]);
  }, 120_000);

  it("one request sent ten times at once is one appointment", async () => {
    const specialist = await makeScheduledSpecialist(app);
    const patient = await makePatient(app);
    const proofReportId = await makeFiledReport(app, patient);
    const { specialistId } = specialist;
    const body = bookingBody({
      patientId: patient.id,
      specialistId,
      start: await firstSlot(specialist),
      proofReportId,
    });
    const replies = await Promise.all(Array.from({ length: 10 }, () => book(patient, body)));
    expect(codesOf(replies)).toEqual(replies.map(() => "201"));
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    expect(await AppointmentModel.countDocuments({ patientId: patient.id })).toBe(1);
  });

  it("one patient with ten specialists at the same time sits in one visit", async () => {
    const patient = await makePatient(app);
    const proofReportId = await makeFiledReport(app, patient);
    const bodies: object[] = [];
    for (let i = 0; i < 10; i++) {
      const specialist = await makeScheduledSpecialist(app);
      const { specialistId } = specialist;
      const start = await firstSlot(specialist);
      bodies.push(bookingBody({ patientId: patient.id, specialistId, start, proofReportId }));
    }
    const replies = await Promise.all(bodies.map((body) => book(patient, body)));
    expect(codesOf(replies)).toEqual(["201", ...Array.from({ length: 9 }, () => "patient_busy")]);
  });

  it("who come together are booked together: a hopeless one spoils nobody, nor one whose time another server holds in part", async () => {
    const hospital = await makeHospital(app);
    const wishes: { patient: TestPatient; body: object }[] = [];
    let held = { specialistId: "", start: "" };
    for (let i = 0; i < 8; i++) {
      const patient = await makePatient(app, { consents: i !== 3 });
      const { specialist, bodies } = await bodiesOfDay(hospital, patient, 1);
      if (i === 5) held = { specialistId: specialist.specialistId, start: bodies[0]?.start ?? "" };
      wishes.push({ patient, body: bodies[0] ?? {} });
    }
    // The last minutes of a time: what is read of it first does not meet them.
    const [from, to] = [5, 10].map((minutes) => new Date(Date.parse(held.start) + minutes * 60_000)) as [Date, Date];
    const whose = { holder: newId(), specialistId: held.specialistId, person: "somebody" };
    const cells = cellsOf({ from, to });
    const hold = { kind: "hold", place: 0, personPlace: 0, capacity: 1, from, to, cells, expiresAt: to } as const;
    await ClaimModel.create({ ...whose, ...hold });
    const written = vi.spyOn(mongoose.mongo.MongoClient.prototype, "bulkWrite");
    const replies = await Promise.all(wishes.map(({ patient, body }) => book(patient, body)));
    expect(replies.map(({ status, problem }) => problem?.code ?? status)).toEqual(
      wishes.map((_, i) => (i === 3 ? "consent_required" : i === 5 ? "slot_unavailable" : 201)),
    );
    const claims = written.mock.calls.map(([models]) =>
      models.filter(({ namespace }) => namespace.endsWith(".claims")),
    );
    expect(claims.some(({ length }) => length > 1)).toBe(true);
    vi.restoreAllMocks();
  });

  it("20 slots of a department at once for one patient: as many as the organisation allows (R42)", async () => {
    const hospital = await makeHospital(app, { visitSettings: { bookingsPerDepartmentDay: 2 } });
    const patient = await makePatient(app);
    const { specialist, bodies } = await bodiesOfDay(hospital, patient, 20);
    const replies = await Promise.all(bodies.map((body) => book(patient, body)));
    expect(codesOf(replies)).toEqual(["201", "201", ...Array.from({ length: 18 }, () => "booking_limit_department")]);
    const first = replies.find(({ status }) => status === 201)?.data as Appointment;
    // The same request again gives the same booking. Once it is cancelled, its place is free for exactly one other.
    const again = bodies[replies.findIndex(({ data }) => data?.id === first.id)] ?? {};
    expect((await book(patient, again)).data.id).toBe(first.id);
    const as = patient.account.token;
    const given = await app.call("POST", `/appointments/${first.id}/cancel`, { as, body: { reason: "" } });
    expect(given.status).toBe(200);
    const others = bodies.filter((_, index) => replies[index]?.status !== 201).slice(0, 5);
    const second = await Promise.all(others.map((body) => book(patient, body)));
    expect(codesOf(second).filter((code) => code === "201")).toHaveLength(1);
    // Another day of the same department is another day.
    const slots = await freeSlots(app, specialist.specialistId);
    const start = slots.find((slot) => slot.start.slice(0, 10) < first.start.slice(0, 10))?.start ?? "";
    expect((await book(patient, { ...others[0], requestKey: randomUUID(), start })).status).toBe(201);
  });

  it("20 slots at once for the patients of one account: as many as an account may hold (R42)", async () => {
    const hospital = await makeHospital(app, { visitSettings: { bookingsPerAccount: 3 } });
    const patient = await makePatient(app);
    const child = await makePatient(app, { account: patient.account, relationship: "spouse" });
    const mine = await bodiesOfDay(hospital, patient, 10);
    const theirs = await bodiesOfDay(hospital, child, 10);
    const replies = await Promise.all([...mine.bodies, ...theirs.bodies].map((body) => book(patient, body)));
    expect(codesOf(replies)).toEqual(["201", "201", "201", ...Array.from({ length: 17 }, () => "booking_limit")]);
    const stranger = await makePatient(app);
    const [other] = (await bodiesOfDay(hospital, stranger, 1)).bodies;
    expect((await book(stranger, other ?? {})).status).toBe(201);
  });

  it("one request sent ten times at once where one booking is allowed is that booking", async () => {
    const hospital = await makeHospital(app, { visitSettings: { bookingsPerDepartmentDay: 1, bookingsPerAccount: 1 } });
    const patient = await makePatient(app);
    const [body] = (await bodiesOfDay(hospital, patient, 1)).bodies;
    const replies = await Promise.all(Array.from({ length: 10 }, () => book(patient, body ?? {})));
    expect(codesOf(replies)).toEqual(replies.map(() => "201"));
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
  });

  it("cancelling against checking in ends cancelled, or is told what came first", async () => {
    for (let round = 0; round < 5; round++) {
      const one = await makeAppointment(app);
      const path = `/appointments/${one.id}`;
      const [cancelled, checkedIn] = await Promise.all([
        app.call<Appointment>("POST", `${path}/cancel`, { as: one.specialist.token, body: { reason: "停诊" } }),
        app.call<Appointment>("POST", `${path}/check-in`, { as: one.patient.account.token }),
      ]);
      expect(cancelled.status).toBe(200);
      expect([200, "illegal_state"]).toContain(checkedIn.problem?.code ?? checkedIn.status);
      const end = await app.call<Appointment>("GET", path, { as: one.patient.account.token });
      expect(end.data).toMatchObject({ status: "cancelled", cancelled: { reason: "停诊" } });
      expect(await firstSlot(one.specialist)).toBe(one.record.start);
    }
  });

  it("both sides cancelling at once: one did it, the other is told", async () => {
    const specialist = await makeScheduledSpecialist(app);
    const start = (await freeSlots(app, specialist.specialistId))[10]?.start ?? "";
    const one = await makeAppointment(app, { specialist, start });
    const path = `/appointments/${one.id}/cancel`;
    const replies = await Promise.all(
      [specialist.token, one.patient.account.token].map((as) =>
        app.call<Appointment>("POST", path, { as, body: { reason: "两边" } }),
      ),
    );
    expect(codesOf(replies)).toEqual(["200", "already_cancelled"]);
  });

  it("accepting against declining: the record is one or the other, never half", async () => {
    const one = await makeAppointment(app);
    const path = `/appointments/${one.id}/judgement`;
    const as = one.specialist.token;
    await Promise.all([
      app.call("PUT", path, { as, body: { decision: "accepted" } }),
      app.call("PUT", path, { as, body: { decision: "declined", reason: "需要面诊" } }),
    ]);
    const row = await AppointmentModel.findById(one.id).lean();
    expect([row?.status, row?.judgement?.decision]).toEqual(["cancelled", "declined"]);
    expect(await ClaimModel.exists({ holder: one.id })).toBeNull();
  });
});
