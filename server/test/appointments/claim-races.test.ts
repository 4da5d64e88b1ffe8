import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { meet } from "@fuzhen/shared/schedules/claim.rules.ts";
import { AppointmentModel } from "../../src/modules/appointments/appointment.model.ts";
import { changeSchedule } from "../support/change-schedule.ts";
import { bookingBody, makeFiledReport } from "../support/make-appointment.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { aSession, makeSchedule } from "../support/make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

const week = (change: Partial<ReturnType<typeof aSession>> = {}) => [
  aSession({ weekday: 2, start: "08:00", end: "12:00", ...change }),
];
const at = (minutes: number) => new Date(Date.parse("2026-11-24T00:00:00Z") + minutes * 60_000).toISOString();
async function scheduled(change: Partial<ReturnType<typeof aSession>> = {}): Promise<TestSpecialist> {
  const specialist = await makeSpecialist(app);
  await makeSchedule(app, specialist, { sessions: week(change) });
  return specialist;
}

/** Sends the request again while the server answers `busy`, as a client does. */
async function send(patient: TestPatient, body: object): Promise<Reply<Appointment>> {
  for (;;) {
    const reply = await app.call<Appointment>("POST", "/appointments", { as: patient.account.token, body });
    if (reply.problem?.code !== "busy") return reply;
  }
}
/** Everybody is made ready first, so that all are sent in one moment. */
async function bookings(wanted: { patient: TestPatient; specialist: TestSpecialist; start: string }[]) {
  const ready: { patient: TestPatient; body: object }[] = [];
  for (const { patient, specialist, start } of wanted) {
    const proofReportId = await makeFiledReport(app, patient);
    const { specialistId } = specialist;
    ready.push({ patient, body: bookingBody({ patientId: patient.id, specialistId, start, proofReportId }) });
  }
  return () => Promise.all(ready.map(({ patient, body }) => send(patient, body)));
}
async function crowd(count: number): Promise<TestPatient[]> {
  const patients = [];
  for (let i = 0; i < count; i++) patients.push(await makePatient(app));
  return patients;
}
const codesOf = (replies: readonly Reply<unknown>[]) =>
  replies.map(({ status, problem }) => problem?.code ?? String(status)).toSorted();
const times = (count: number, code: string) => Array.from({ length: count }, () => code);
const standing = (filter: object) => AppointmentModel.find({ ...filter, status: "booked" }).lean();

describe("races for times", () => {
  it("50 for one time that takes three: three have it", async () => {
    const specialist = await scheduled({ capacity: 3 });
    const go = await bookings((await crowd(50)).map((patient) => ({ patient, specialist, start: at(0) })));
    expect(codesOf(await go())).toEqual([...times(3, "201"), ...times(47, "slot_unavailable")]);
    expect(await standing({ specialistId: specialist.specialistId })).toHaveLength(3);
  }, 120_000);

  it("50 for times that overlap, while the office changes the length of the slots: no two visits meet", async () => {
    const specialist = await scheduled({ slotMinutes: 15 });
    const starts = [0, 15, 20, 30, 40, 45, 60];
    const go = await bookings(
      (await crowd(50)).map((patient, i) => ({ patient, specialist, start: at(starts[i % starts.length] ?? 0) })),
    );
    const change = async () => {
      for (const slotMinutes of [20, 15, 20, 15, 20]) {
        const reply = await changeSchedule(app, specialist, week({ slotMinutes }));
        expect(reply.status).toBe(200);
      }
    };
    const [replies] = await Promise.all([go(), change()]);
    const booked = await standing({ specialistId: specialist.specialistId });
    expect(codesOf(replies)).toEqual([
      ...times(booked.length, "201"),
      ...times(50 - booked.length, "slot_unavailable"),
    ]);
    expect(booked.length).toBeGreaterThan(0);
    const spans = booked.map(({ start, end }) => ({ from: start, to: end }));
    for (const [i, one] of spans.entries())
      for (const other of spans.slice(i + 1)) expect(meet(one, other)).toBe(false);
  }, 120_000);

  it("one person in two accounts with ten specialists at overlapping times sits in one visit", async () => {
    const patient = await makePatient(app);
    const again = await makePatient(app, { idNumber: patient.idNumber });
    const wanted = [];
    for (let i = 0; i < 10; i++) {
      const specialist = await scheduled({ slotMinutes: i % 2 === 0 ? 60 : 15 });
      wanted.push({ patient: i % 3 === 0 ? patient : again, specialist, start: at(i % 2 === 0 ? 0 : 30) });
    }
    const go = await bookings(wanted);
    expect(codesOf(await go())).toEqual(["201", ...times(9, "patient_busy")]);
    expect(await standing({ patientId: { $in: [patient.id, again.id] } })).toHaveLength(1);
  });

  it("a refusal taken back against 20 who want its time: one of them all has it", async () => {
    const specialist = await scheduled();
    const owner = await makePatient(app);
    const [first] = await (await bookings([{ patient: owner, specialist, start: at(0) }]))();
    const path = `/appointments/${first?.data.id ?? ""}/judgement`;
    const go = await bookings((await crowd(20)).map((patient) => ({ patient, specialist, start: at(0) })));
    await app.call("PUT", path, { as: specialist.token, body: { decision: "declined", reason: "面诊" } });
    const [restored, replies] = await Promise.all([app.call("DELETE", path, { as: specialist.token }), go()]);
    const all = codesOf([restored, ...replies]);
    expect(all.filter((code) => code.startsWith("20"))).toHaveLength(1);
    expect(all.filter((code) => code === "slot_unavailable")).toHaveLength(20);
    expect(await standing({ specialistId: specialist.specialistId })).toHaveLength(1);
  });
});
