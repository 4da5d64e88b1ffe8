import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Touched } from "@fuzhen/shared/appointments/touched.schema.ts";
import type { ExtraSession, Schedule, ScheduleClosure, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { ScheduleModel } from "../../src/modules/schedules/schedule.model.ts";
import { bookingBody, freeSlots, makeAppointment, makeFiledReport } from "../support/make-appointment.ts";
import { makePatient } from "../support/make-patient.ts";
import { aSession, makeSchedule, scheduleBody } from "../support/make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  // Monday, 10:00 in Shanghai.
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

const closure = (from: string, to = from, change: Partial<ScheduleClosure> = {}): ScheduleClosure => ({
  from,
  to,
  start: null,
  end: null,
  note: "外出会议",
  ...change,
});
const extra = (day: string, change: Partial<ExtraSession> = {}): ExtraSession => {
  const { weekday: _weekday, ...session } = aSession(change);
  return { ...session, day };
};
const save = (specialist: TestSpecialist, body: object, as = specialist.hospital.admin.token) =>
  app.call<Schedule>("PUT", `/admin/specialists/${specialist.specialistId}/schedule`, {
    as,
    body: scheduleBody(app, body),
  });
const days = async ({ specialistId }: TestSpecialist) =>
  (await app.call<SlotDay[]>("GET", `/specialists/${specialistId}/slots?days=7`)).data;
const reasons = async (specialist: TestSpecialist) =>
  Object.fromEntries((await days(specialist)).map(({ day, reason }) => [day.slice(5), reason]));
/** Sees patients on Tuesday mornings and the whole of Thursday. */
const weekly = [
  aSession({ weekday: 2, slotMinutes: 60 }),
  aSession({ weekday: 4, slotMinutes: 60 }),
  aSession({ weekday: 4, halfDay: "afternoon", start: "14:00", end: "17:00", slotMinutes: 60 }),
];
async function doctor(): Promise<TestSpecialist> {
  const specialist = await makeSpecialist(app);
  await makeSchedule(app, specialist, { sessions: weekly });
  return specialist;
}

describe("days that are less or more than the week", () => {
  it("a closed day says so and offers nothing, half a closed day the other half, a day with a session of its own that", async () => {
    const specialist = await doctor();
    const saved = await save(specialist, {
      expectedVersion: 2,
      sessions: weekly,
      closures: [closure("2026-11-24"), closure("2026-11-25", "2026-11-27", { start: "12:00", end: "24:00" })],
    });
    // No clock of a day shows 24:00.
    expect(saved.problem?.fields).toMatchObject([{ path: "closures.1.end", code: "time_of_day" }]);
    const closures = [closure("2026-11-24"), closure("2026-11-25", "2026-11-27", { start: "12:00", end: "23:59" })];
    const extras = [extra("2026-11-28", { start: "09:00", end: "10:00", slotMinutes: 30 })];
    const again = await save(specialist, { expectedVersion: 2, sessions: weekly, closures, extras });
    expect(again.data).toMatchObject({ version: 3, closures, extras });
    expect(await reasons(specialist)).toMatchObject({
      "11-24": "closed",
      "11-25": "no-session",
      "11-26": "open",
      "11-28": "open",
    });
    const shown = await days(specialist);
    expect(shown.find(({ day }) => day === "2026-11-26")?.slots).toHaveLength(3);
    expect(shown.find(({ day }) => day === "2026-11-28")?.slots.map(({ start }) => start)).toEqual([
      "2026-11-28T01:00:00.000Z",
      "2026-11-28T01:30:00.000Z",
    ]);
    // Patients read that it is closed, not why.
    expect(JSON.stringify(shown)).not.toContain("外出会议");
  });

  it("the extra time is booked, the closed one is not, though the phone still shows it", async () => {
    const specialist = await doctor();
    const [closed] = await freeSlots(app, specialist.specialistId);
    await save(specialist, {
      expectedVersion: 2,
      sessions: weekly,
      closures: [closure("2026-11-24")],
      extras: [extra("2026-11-25", { start: "20:00", end: "20:30" })],
    });
    const patient = await makePatient(app);
    const proofReportId = await makeFiledReport(app, patient);
    const { specialistId } = specialist;
    const book = (start: string) =>
      app.call("POST", "/appointments", {
        as: patient.account.token,
        body: bookingBody({ patientId: patient.id, specialistId, start, proofReportId }),
      });
    const refused = await book(closed?.start ?? "");
    expect([refused.status, refused.problem?.code]).toEqual([409, "slot_unavailable"]);
    expect((await book("2026-11-25T12:00:00.000Z")).status).toBe(201);
  });

  it("whom a closure hits is said before it is saved; their visits stand", async () => {
    const specialist = await doctor();
    const hit = await makeAppointment(app, { specialist });
    const as = specialist.hospital.admin.token;
    const { effectiveFrom, effectiveTo } = scheduleBody(app);
    const week = { effectiveFrom, effectiveTo, sessions: weekly, closures: [closure("2026-11-24")], extras: [] };
    const at = `/admin/specialists/${specialist.specialistId}/touched`;
    const touched = await app.call<Touched>("POST", at, { as, body: { week } });
    expect(touched.data).toMatchObject({ appointments: 1, patients: 1, next: [{ id: hit.id }] });
    const none = await app.call<Touched>("POST", at, { as, body: { week: { ...week, closures: [] } } });
    expect(none.data.appointments).toBe(0);
    expect((await save(specialist, { ...week, expectedVersion: 2 })).status).toBe(200);
    const still = await app.call("GET", `/appointments/${hit.id}`, { as: hit.patient.account.token });
    expect(still.data).toMatchObject({ status: "booked", start: hit.record.start });
  });

  it("a closure saved among ten bookings: each is answered, and once it stands nobody comes in", async () => {
    const specialist = await makeSpecialist(app);
    await makeSchedule(app, specialist, { sessions: [aSession({ weekday: 2, end: "12:40", slotMinutes: 20 })] });
    const { specialistId } = specialist;
    const free = await freeSlots(app, specialistId);
    const bookers = await Promise.all(
      free.map(async ({ start }) => {
        const patient = await makePatient(app);
        const body = bookingBody({
          patientId: patient.id,
          specialistId,
          start,
          proofReportId: await makeFiledReport(app, patient),
        });
        return async () => (await app.call("POST", "/appointments", { as: patient.account.token, body })).status;
      }),
    );
    const [last, ...others] = bookers.toReversed();
    const [saved, ...booked] = await Promise.all([
      save(specialist, { expectedVersion: 2, sessions: weekly, closures: [closure("2026-11-24")] }),
      ...others.map((book) => book()),
    ]);
    expect(saved.status).toBe(200);
    expect(booked).toHaveLength(10);
    expect(booked.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(await last?.()).toBe(409);
  });

  it.each<[string, object, number, object]>([
    [
      "the last day before the first",
      { closures: [closure("2026-11-25", "2026-11-24")] },
      400,
      { path: "closures.0.to", code: "day_order" },
    ],
    [
      "half of a time",
      { closures: [closure("2026-11-25", "2026-11-25", { start: "08:00" })] },
      400,
      { path: "closures.0.end", code: "time_order" },
    ],
    [
      "a closure that is over",
      { closures: [closure("2026-11-20", "2026-11-22")] },
      400,
      { path: "closures.0.to", code: "day_over" },
    ],
    [
      "a session on a day that is over",
      { extras: [extra("2026-11-22")] },
      400,
      { path: "extras.0.day", code: "day_over" },
    ],
    [
      "a session that the week has already",
      { extras: [extra("2026-11-24", { start: "11:00" })] },
      422,
      { path: "extras.0.start", code: "sessions_overlap" },
    ],
    [
      "a reason that is too long",
      { closures: [closure("2026-11-25", "2026-11-25", { note: "长".repeat(61) })] },
      400,
      { path: "closures.0.note", code: "too_long" },
    ],
  ])("names the field: %s", async (_name, change, status, field) => {
    const specialist = await doctor();
    const reply = await save(specialist, { expectedVersion: 2, sessions: weekly, ...change });
    expect(reply.status).toBe(status);
    expect(reply.problem?.fields).toEqual([expect.objectContaining(field)]);
  });

  it("one that has passed may stand; rows of a release before know neither", async () => {
    const specialist = await doctor();
    const closures = [closure("2026-11-23")];
    await save(specialist, { expectedVersion: 2, sessions: weekly, closures });
    app.advance(3 * 86_400_000);
    const { token } = await signIn(app, specialist.hospital.admin);
    expect((await save(specialist, { expectedVersion: 3, sessions: weekly, closures }, token)).status).toBe(200);
    app.setNow("2026-11-23T02:00:00Z");
    await ScheduleModel.collection.updateOne(
      { version: 4, "closures.from": "2026-11-23" },
      { $unset: { closures: "", extras: "" } },
    );
    const reply = await app.call<Schedule>("GET", `/admin/specialists/${specialist.specialistId}/schedule`, {
      as: specialist.hospital.admin.token,
    });
    expect(reply.data).toMatchObject({ version: 4, closures: [], extras: [] });
  });
});
