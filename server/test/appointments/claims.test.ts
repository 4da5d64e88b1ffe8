import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Appointment, Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { cellsOf } from "@fuzhen/shared/schedules/claim.rules.ts";
import type { SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { claimTime, TimeTaken } from "../../src/modules/schedules/index.ts";
import { ClaimModel } from "../../src/modules/schedules/claim.model.ts";
import { sweepClaimsJob } from "../../src/modules/schedules/sweep-claims.ts";
import { newId } from "../../src/platform/outbox.ts";
import { changeSchedule } from "../support/change-schedule.ts";
import { bookingBody, makeAppointment, makeFiledReport } from "../support/make-appointment.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { aSession, makeSchedule } from "../support/make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00.000Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());

/** Tuesdays; 2026-11-24 is one. */
const week = (change: Partial<ReturnType<typeof aSession>>) => [
  aSession({ weekday: 2, start: "08:00", end: "12:00", ...change }),
];
/** An instant of that Tuesday by the hospital's clock. */
const at = (time: string) => new Date(`2026-11-24T${time}:00+08:00`).toISOString();

async function scheduled(change: Partial<ReturnType<typeof aSession>> = {}): Promise<TestSpecialist> {
  const specialist = await makeSpecialist(app);
  await makeSchedule(app, specialist, { sessions: week(change) });
  return specialist;
}
async function book(patient: TestPatient, { specialistId }: TestSpecialist, time: string) {
  const proofReportId = await makeFiledReport(app, patient);
  const body = bookingBody({ patientId: patient.id, specialistId, start: at(time), proofReportId });
  return app.call<Appointment>("POST", "/appointments", { as: patient.account.token, body });
}
const bookAnybody = async (specialist: TestSpecialist, time: string) => book(await makePatient(app), specialist, time);
async function freeTimes({ specialistId }: TestSpecialist): Promise<string[]> {
  const reply = await app.call<SlotDay[]>("GET", `/specialists/${specialistId}/slots?from=2026-11-24&days=1`);
  const slots = reply.data.flatMap((day) => day.slots).filter(({ free }) => free);
  return slots.map(({ start }) => new Date(Date.parse(start) + 8 * 3_600_000).toISOString().slice(11, 16));
}
const outcome = ({ status, problem }: { status: number; problem: { code: string } | null }) => problem?.code ?? status;

describe("times of a specialist", () => {
  it("do not meet after the slots have become longer, and such are not offered", async () => {
    const specialist = await scheduled({ slotMinutes: 15, end: "09:00" });
    expect(outcome(await bookAnybody(specialist, "08:15"))).toBe(201);
    await changeSchedule(app, specialist, week({ slotMinutes: 20, end: "09:00" }));
    expect(await freeTimes(specialist)).toEqual(["08:40"]);
    expect(outcome(await bookAnybody(specialist, "08:00"))).toBe("slot_unavailable");
    expect(outcome(await bookAnybody(specialist, "08:20"))).toBe("slot_unavailable");
    expect(outcome(await bookAnybody(specialist, "08:40"))).toBe(201);
  });

  it("touch where slots do not begin on a five-minute mark", async () => {
    const specialist = await scheduled({ slotMinutes: 7, start: "08:03", end: "08:24" });
    for (const time of ["08:03", "08:10", "08:17"]) expect(outcome(await bookAnybody(specialist, time))).toBe(201);
    await changeSchedule(app, specialist, week({ slotMinutes: 6, start: "08:00", end: "08:30" }));
    expect(await freeTimes(specialist)).toEqual(["08:24"]);
  });

  it("take as many patients as the session says; fewer from now on leave those who are there", async () => {
    const specialist = await scheduled({ capacity: 3, end: "08:30" });
    const booked = [];
    for (let i = 0; i < 3; i++) booked.push(await bookAnybody(specialist, "08:00"));
    expect(booked.map(outcome)).toEqual([201, 201, 201]);
    expect(outcome(await bookAnybody(specialist, "08:00"))).toBe("slot_unavailable");
    expect(await freeTimes(specialist)).toEqual(["08:15"]);
    await changeSchedule(app, specialist, week({ capacity: 2, end: "08:30" }));
    // One goes; two are as many as it takes now, wherever they stand.
    const gone = await ClaimModel.findOne({ specialistId: specialist.specialistId, place: 0 }).lean();
    const cancelled = await app.call("POST", `/admin/bookings/${String(gone?.holder)}/cancel`, {
      as: specialist.hospital.admin.token,
      body: { reason: "停诊" },
    });
    expect(cancelled.status).toBe(200);
    expect(outcome(await bookAnybody(specialist, "08:00"))).toBe("slot_unavailable");
    expect(await freeTimes(specialist)).toEqual(["08:15"]);
    await changeSchedule(app, specialist, week({ capacity: 3, end: "08:30" }));
    expect(outcome(await bookAnybody(specialist, "08:00"))).toBe(201);
  });

  it("are free again when a visit is called off or declined, and not when it is over", async () => {
    const specialist = await scheduled({ end: "09:00" });
    const [one, other] = [await makeAppointment(app, { specialist }), await makeAppointment(app, { specialist })];
    expect(await freeTimes(specialist)).toEqual(["08:30", "08:45"]);
    await app.call("POST", `/appointments/${one.id}/cancel`, { as: one.patient.account.token, body: { reason: "" } });
    const body = { decision: "declined", reason: "需要面诊" };
    await app.call("PUT", `/appointments/${other.id}/judgement`, { as: specialist.token, body });
    expect(await freeTimes(specialist)).toEqual(["08:00", "08:15", "08:30", "08:45"]);
    // Called off twice it gives back nothing that is another's by now.
    const third = await bookAnybody(specialist, "08:00");
    await app.call("POST", `/appointments/${one.id}/cancel`, { as: one.patient.account.token, body: { reason: "" } });
    expect(await freeTimes(specialist)).toEqual(["08:15", "08:30", "08:45"]);
    expect(third.data.start).toBe(one.record.start);
  });
});

describe("times of a person", () => {
  it("do not meet either, with whomever; the refusal names the own visit", async () => {
    const [specialist, colleague] = [await scheduled(), await scheduled({ slotMinutes: 20 })];
    const patient = await makePatient(app);
    const first = await book(patient, colleague, "09:00");
    const reply = await book(patient, specialist, "09:15");
    expect([reply.status, reply.problem?.code]).toEqual([409, "patient_busy"]);
    expect(reply.problem?.about).toEqual({ type: "Appointment", id: first.data.id });
    expect(outcome(await book(patient, specialist, "09:30"))).toBe(201);
  });

  it("are one however many accounts keep the person; of another account's visits nothing is told", async () => {
    const [specialist, colleague] = [await scheduled(), await scheduled()];
    const patient = await makePatient(app);
    const again = await makePatient(app, { idNumber: patient.idNumber });
    expect(outcome(await book(patient, specialist, "09:00"))).toBe(201);
    const reply = await book(again, colleague, "09:00");
    expect([reply.status, reply.problem?.code, reply.problem?.about]).toEqual([409, "patient_busy", undefined]);
    expect(JSON.stringify(reply.problem)).not.toMatch(/[0-9a-f]{24}/);
  });
});

describe("the database itself", () => {
  const row = (from: string, to: string, of: object = {}) => {
    const span = { from: new Date(at(from)), to: new Date(at(to)) };
    const times = { ...span, cells: cellsOf(span), expiresAt: new Date(at("23:00")) };
    const places = { place: 0, capacity: 1, personPlace: 0 };
    return {
      holder: newId(),
      kind: "booking" as const,
      specialistId: newId(),
      person: newId(),
      ...places,
      ...times,
      ...of,
    };
  };

  it.each([
    ["a specialist's place", { specialistId: "a".repeat(24) }],
    ["a person", { person: "somebody" }],
  ])("keeps times of %s apart, whoever writes", async (_name, of) => {
    await ClaimModel.create(row("09:00", "09:20", of));
    for (const [from, to] of [
      ["09:00", "09:20"],
      ["09:15", "09:30"],
      ["08:58", "09:03"],
      ["09:03", "09:08"],
      ["08:30", "10:00"],
    ] as const)
      await expect(ClaimModel.create(row(from, to, of))).rejects.toMatchObject({ code: 11_000 });
    const next = await ClaimModel.create(row("09:20", "09:27", of));
    await ClaimModel.create(row("09:27", "09:35", of));
    // Nor may one be moved onto another.
    await expect(
      ClaimModel.updateOne({ holder: next.holder }, { $set: row("09:33", "09:40", of) }),
    ).rejects.toMatchObject({ code: 11_000 });
    await ClaimModel.deleteMany({ holder: next.holder });
    await ClaimModel.create(row("09:20", "09:25", of));
  });
});

describe("whoever else uses a time", () => {
  it("the office moves a booking over its own old time, and next to others only", async () => {
    const specialist = await scheduled({ end: "09:00" });
    const one = await makeAppointment(app, { specialist, start: at("08:15") });
    await makeAppointment(app, { specialist, start: at("08:45") });
    await changeSchedule(app, specialist, week({ slotMinutes: 20, end: "09:00" }));
    const move = (start: string) =>
      app.call<Booking>("POST", `/admin/bookings/${one.id}/move`, {
        as: specialist.hospital.admin.token,
        body: { from: one.record.start, start },
      });
    expect(outcome(await move(at("08:40")))).toBe("slot_unavailable");
    expect((await move(at("08:20"))).data.end).toBe(at("08:40"));
    expect(await freeTimes(specialist)).toEqual(["08:00"]);
  });

  it("a refusal is taken back at its own time, whatever is offered by now, or not where others are", async () => {
    const specialist = await scheduled({ end: "09:00" });
    const decline = async (start: string) => {
      const one = await makeAppointment(app, { specialist, start });
      const body = { decision: "declined", reason: "需要面诊" };
      await app.call("PUT", `/appointments/${one.id}/judgement`, { as: specialist.token, body });
      return one;
    };
    const [one, other] = [await decline(at("08:00")), await decline(at("08:15"))];
    await changeSchedule(app, specialist, week({ slotMinutes: 20, start: "08:10", end: "09:00" }));
    const restore = (id: string) =>
      app.call<Appointment>("DELETE", `/appointments/${id}/judgement`, { as: specialist.token });
    expect((await restore(one.id)).data).toMatchObject({ status: "booked", start: at("08:00"), end: at("08:15") });
    expect(await freeTimes(specialist)).toEqual(["08:30"]);
    expect(outcome(await bookAnybody(specialist, "08:10"))).toBe("slot_unavailable");
    await makeAppointment(app, { specialist: await scheduled(), patient: other.patient, start: at("08:15") });
    expect(outcome(await restore(other.id))).toBe("patient_busy");
    const still = await app.call<Appointment>("GET", `/appointments/${other.id}`, { as: specialist.token });
    expect(still.data.status).toBe("cancelled");
  });

  it("a hold keeps others away until it runs out", async () => {
    const specialist = await scheduled({ end: "08:30" });
    const { specialistId } = specialist;
    const hold = {
      holder: newId(),
      kind: "hold" as const,
      specialistId,
      person: "somebody",
      capacity: 1,
      from: new Date(at("08:00")),
      to: new Date(at("08:15")),
      expiresAt: new Date(Date.parse(NOW) + 300_000),
    };
    await claimTime(app.ctx, hold);
    // Renewed it is the same hold; another's is refused, and says whose it is.
    await claimTime(app.ctx, hold);
    await expect(claimTime(app.ctx, { ...hold, holder: newId(), person: "another" })).rejects.toMatchObject({
      of: "specialist",
      holder: hold.holder,
    } satisfies Partial<TimeTaken>);
    expect(await freeTimes(specialist)).toEqual(["08:15"]);
    expect(outcome(await bookAnybody(specialist, "08:00"))).toBe("slot_unavailable");
    app.setNow(hold.expiresAt);
    try {
      expect(await freeTimes(specialist)).toEqual(["08:00", "08:15"]);
      expect(outcome(await bookAnybody(specialist, "08:00"))).toBe(201);
      expect(await ClaimModel.exists({ holder: hold.holder })).toBeNull();
    } finally {
      app.setNow(NOW);
    }
  });

  it("what is long over is swept by the clock of the house, what is not stays", async () => {
    const specialist = await scheduled({ end: "08:30" });
    const one = await makeAppointment(app, { specialist });
    const sweep = async (now: string) => {
      app.setNow(now);
      await sweepClaimsJob.run(app.app.services);
      return (await ClaimModel.exists({ holder: one.id })) === null;
    };
    expect(await sweep("2026-11-24T23:00:00Z")).toBe(false);
    expect(await sweep("2026-11-25T01:00:00Z")).toBe(true);
    app.setNow(NOW);
  });
});
