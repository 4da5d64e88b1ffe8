import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holdsSlot } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { meet } from "@fuzhen/shared/schedules/claim.rules.ts";
import { capacityOf } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { ScheduleSession, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { AppointmentModel } from "../../src/modules/appointments/appointment.model.ts";
import { claimChecks } from "../../src/modules/appointments/claim-checks.repo.ts";
import { scheduleChecks } from "../../src/modules/schedules/schedule-checks.repo.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { changeSchedule } from "../support/change-schedule.ts";
import { long } from "../support/long.ts";
import { bookingBody, makeFiledReport } from "../support/make-appointment.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { aSession, makeSchedule } from "../support/make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const DAY = "2026-11-25";
const MINUTE = 60_000;
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

/** What people do, by numbers that mean something once the state is known. */
interface Step {
  act: "book" | "book-many" | "cancel" | "decline" | "restore" | "move" | "office-cancel" | "schedule";
  who: number;
  whom: number;
  which: number;
  slotMinutes: number;
  capacity: number;
  offset: number;
}
const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom(
      "book",
      "book",
      "book-many",
      "cancel",
      "decline",
      "restore",
      "move",
      "office-cancel",
      "schedule",
    ),
    who: fc.nat(3),
    whom: fc.nat(1),
    which: fc.nat(1000),
    slotMinutes: fc.constantFrom(5, 7, 10, 15, 20, 23, 30),
    capacity: fc.integer({ min: 1, max: 3 }),
    offset: fc.nat(9),
  }),
  { minLength: 15, maxLength: 30 },
);

interface World {
  specialists: TestSpecialist[];
  /** The first and the last are one person in two accounts. */
  patients: (TestPatient & { proofReportId: string })[];
  weeks: Map<string, ScheduleSession[]>;
}

async function newWorld(): Promise<World> {
  const people: TestPatient[] = [];
  for (let i = 0; i < 3; i++) people.push(await makePatient(app));
  people.push(await makePatient(app, { idNumber: people[0]?.idNumber ?? "" }));
  const patients = [];
  for (const patient of people) patients.push({ ...patient, proofReportId: await makeFiledReport(app, patient) });
  const specialists = [await makeSpecialist(app), await makeSpecialist(app)];
  const weeks = new Map<string, ScheduleSession[]>();
  for (const specialist of specialists) {
    const sessions = [aSession({ weekday: 3, start: "09:00", end: "10:30" })];
    await makeSchedule(app, specialist, { sessions });
    weeks.set(specialist.specialistId, sessions);
  }
  return { specialists, patients, weeks };
}

const scheduleOf = ({ weeks }: World, specialistId: string) => ({
  effectiveFrom: "2026-01-01",
  effectiveTo: null,
  sessions: weeks.get(specialistId) ?? [],
});
const slotsOf = async (specialistId: string) => {
  const at = `/specialists/${specialistId}/slots?from=${DAY}&days=1`;
  return (await app.call<SlotDay[]>("GET", at)).data.flatMap(({ slots }) => slots);
};
const rowsOf = async ({ specialists }: World) => {
  const rows = await AppointmentModel.find({ specialistId: { $in: specialists.map((one) => one.specialistId) } })
    .sort({ _id: 1 })
    .lean();
  return rows.map((row) => ({
    id: String(row._id),
    status: row.status,
    declined: row.judgement?.decision === "declined",
    patientId: String(row.patientId),
    specialistId: String(row.specialistId),
    from: row.start,
    to: row.end,
  }));
};
const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];

/** Does it, and answers the ids of the visits whose time was taken by it. */
async function perform(world: World, step: Step): Promise<string[]> {
  const specialist = pick(world.specialists, step.whom);
  const patient = pick(world.patients, step.who);
  if (!specialist || !patient) throw new Error("nobody there");
  const { specialistId, hospital } = specialist;
  const office = hospital.admin.token;
  const rows = (await rowsOf(world)).filter((row) => row.specialistId === specialistId);
  const standing = pick(
    rows.filter((row) => row.status === "booked"),
    step.which,
  );
  // Of all times, whether free or not.
  const slots = await slotsOf(specialistId);
  const book = async (by: World["patients"][number], start: string) => {
    const { proofReportId } = by;
    const body = bookingBody({ patientId: by.id, specialistId, start, proofReportId });
    const reply = await app.call<Appointment>("POST", "/appointments", { as: by.account.token, body });
    expect([201, 409]).toContain(reply.status);
    return reply.status === 201 ? [reply.data.id] : [];
  };
  switch (step.act) {
    case "book":
      return book(patient, pick(slots, step.which)?.start ?? "2026-11-25T01:00:00Z");
    case "book-many": {
      const starts = [0, 1, 2, 3].map((more) => pick(slots, step.which + (more % 2))?.start ?? "2026-11-25T01:00:00Z");
      return (await Promise.all(starts.map((start, i) => book(pick(world.patients, i) ?? patient, start)))).flat();
    }
    case "cancel": {
      const owner = world.patients.find(({ id }) => id === standing?.patientId);
      if (standing && owner)
        await app.call("POST", `/appointments/${standing.id}/cancel`, {
          as: owner.account.token,
          body: { reason: "" },
        });
      return [];
    }
    case "decline": {
      const body = { decision: "declined", reason: "面诊" };
      if (standing) await app.call("PUT", `/appointments/${standing.id}/judgement`, { as: specialist.token, body });
      return [];
    }
    case "restore": {
      const gone = pick(
        rows.filter((row) => row.declined),
        step.which,
      );
      if (!gone) return [];
      const reply = await app.call("DELETE", `/appointments/${gone.id}/judgement`, { as: specialist.token });
      return reply.status === 200 ? [gone.id] : [];
    }
    case "move": {
      const start = pick(slots, step.which + step.offset)?.start;
      if (!standing || start === undefined) return [];
      const body = { from: standing.from.toISOString(), start };
      const reply = await app.call("POST", `/admin/bookings/${standing.id}/move`, { as: office, body });
      return reply.status === 200 && start !== standing.from.toISOString() ? [standing.id] : [];
    }
    case "office-cancel":
      if (standing)
        await app.call("POST", `/admin/bookings/${standing.id}/cancel`, { as: office, body: { reason: "停诊" } });
      return [];
    case "schedule": {
      const { slotMinutes, capacity, offset } = step;
      const sessions = [aSession({ weekday: 3, start: `09:0${offset}`, end: "10:30", slotMinutes, capacity })];
      expect((await changeSchedule(app, specialist, sessions)).status).toBe(200);
      world.weeks.set(specialistId, sessions);
      return [];
    }
  }
}

async function expectApart(world: World, taken: readonly string[]): Promise<void> {
  const rows = (await rowsOf(world)).filter((row) => holdsSlot(row.status));
  const person = (patientId: string) => world.patients.find(({ id }) => id === patientId)?.idNumber;
  for (const one of rows)
    for (const other of rows)
      if (one.id !== other.id && person(one.patientId) === person(other.patientId))
        expect(meet(one, other)).toBe(false);
  // A time that was taken just now has never more beside it than the session takes, at no minute.
  for (const one of rows.filter(({ id }) => taken.includes(id))) {
    const beside = rows.filter(({ specialistId }) => specialistId === one.specialistId);
    const capacity = capacityOf(scheduleOf(world, one.specialistId), one);
    for (let at = one.from.getTime(); at < one.to.getTime(); at += MINUTE) {
      const minute = { from: new Date(at), to: new Date(at + MINUTE) };
      expect(beside.filter((row) => meet(row, minute)).length).toBeLessThanOrEqual(capacity);
    }
  }
  // What is offered can be had.
  for (const { specialistId } of world.specialists)
    for (const slot of await slotsOf(specialistId)) {
      const span = { from: new Date(slot.start), to: new Date(slot.end) };
      const met = rows.filter((row) => row.specialistId === specialistId && meet(row, span));
      if (met.length === 0) expect(slot.free).toBe(true);
      // Those that meet it one after the other stand on one place.
      const at = (minute: Date) => met.filter((row) => row.from <= minute && minute < row.to).length;
      const most = Math.max(0, ...[span, ...met].map(({ from }) => at(from < span.from ? span.from : from)));
      if (slot.free) expect(most).toBeLessThan(capacityOf(scheduleOf(world, specialistId), span));
    }
}

it(
  "visits of a specialist and of a person never meet, whatever is booked, called off, moved and changed",
  async () => {
    let booked = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const world = await newWorld();
        for (const step of list) {
          const taken = await perform(world, step);
          booked += taken.length;
          await expectApart(world, taken);
        }
        for await (const { name, broken } of runDataChecks([...claimChecks, ...scheduleChecks], app.app.services)) {
          const named = broken.map(({ why }) => why);
          expect([name, named]).toEqual([name, []]);
        }
      }),
      { numRuns: long ? 60 : 6, endOnFailure: !long },
    );
    // Most of it would hold if nobody ever came in.
    expect(booked).toBeGreaterThan(long ? 120 : 12);
  },
  long ? 1_200_000 : 240_000,
);
