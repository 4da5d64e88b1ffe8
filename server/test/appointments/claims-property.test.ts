import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holdsSlot, type AppointmentStatus } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { meet, type TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import { capacityOf } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { ScheduleSession, Slot, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
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
interface Row extends TimeSpan {
  id: string;
  status: AppointmentStatus;
  declined: boolean;
  patientId: string;
  specialistId: string;
}
const rowsOf = async ({ specialists }: World): Promise<Row[]> => {
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

/** What an act meets: whom, by whom, and what is there. */
interface Scene {
  world: World;
  step: Step;
  specialist: TestSpecialist;
  patient: World["patients"][number];
  /** Of all times of the day, whether free or not. */
  slots: Slot[];
  /** A booking of the specialist that stands, and one that was declined. */
  standing: Row | undefined;
  declined: Row | undefined;
}

async function book({ specialist }: Scene, by: World["patients"][number], start: string): Promise<string[]> {
  const { proofReportId } = by;
  const body = bookingBody({ patientId: by.id, specialistId: specialist.specialistId, start, proofReportId });
  const reply = await app.call<Appointment>("POST", "/appointments", { as: by.account.token, body });
  if (![201, 409].includes(reply.status)) throw new Error(`booking answered ${reply.status} ${reply.problem?.code}`);
  return reply.status === 201 ? [reply.data.id] : [];
}
const startOf = ({ slots }: Scene, which: number) => pick(slots, which)?.start ?? `${DAY}T01:00:00Z`;

/** Each does it, and answers the ids of the visits whose time was taken by it. */
const acts: Record<Step["act"], (scene: Scene) => Promise<string[]>> = {
  book: (scene) => book(scene, scene.patient, startOf(scene, scene.step.which)),
  async "book-many"(scene) {
    const { which } = scene.step;
    const { patients } = scene.world;
    const made = await Promise.all(patients.map((by, i) => book(scene, by, startOf(scene, which + (i % 2)))));
    return made.flat();
  },
  async cancel({ world, standing }) {
    const as = world.patients.find(({ id }) => id === standing?.patientId)?.account.token;
    if (as) await app.call("POST", `/appointments/${standing?.id}/cancel`, { as, body: { reason: "" } });
    return [];
  },
  async decline({ standing, specialist }) {
    const body = { decision: "declined", reason: "面诊" };
    if (standing) await app.call("PUT", `/appointments/${standing.id}/judgement`, { as: specialist.token, body });
    return [];
  },
  async restore({ declined, specialist }) {
    if (!declined) return [];
    const reply = await app.call("DELETE", `/appointments/${declined.id}/judgement`, { as: specialist.token });
    return reply.status === 200 ? [declined.id] : [];
  },
  async move(scene) {
    const { standing, specialist, step } = scene;
    if (!standing) return [];
    const body = { from: standing.from.toISOString(), start: startOf(scene, step.which + step.offset) };
    const as = specialist.hospital.admin.token;
    const reply = await app.call("POST", `/admin/bookings/${standing.id}/move`, { as, body });
    return reply.status === 200 && body.start !== body.from ? [standing.id] : [];
  },
  async "office-cancel"({ standing, specialist }) {
    const as = specialist.hospital.admin.token;
    if (standing) await app.call("POST", `/admin/bookings/${standing.id}/cancel`, { as, body: { reason: "停诊" } });
    return [];
  },
  async schedule({ world, specialist, step: { slotMinutes, capacity, offset } }) {
    const sessions = [aSession({ weekday: 3, start: `09:0${offset}`, end: "10:30", slotMinutes, capacity })];
    const reply = await changeSchedule(app, specialist, sessions);
    if (reply.status !== 200) throw new Error(`schedule answered ${reply.status} ${reply.problem?.code}`);
    world.weeks.set(specialist.specialistId, sessions);
    return [];
  },
};

async function perform(world: World, step: Step): Promise<string[]> {
  const specialist = pick(world.specialists, step.whom);
  const patient = pick(world.patients, step.who);
  if (!specialist || !patient) throw new Error("nobody there");
  const rows = (await rowsOf(world)).filter(({ specialistId }) => specialistId === specialist.specialistId);
  const one = (list: Row[]) => pick(list, step.which);
  return acts[step.act]({
    world,
    step,
    specialist,
    patient,
    slots: await slotsOf(specialist.specialistId),
    standing: one(rows.filter((row) => row.status === "booked")),
    declined: one(rows.filter((row) => row.declined)),
  });
}

const most = (rows: readonly Row[], span: TimeSpan): number => {
  const begins = [span, ...rows].map(({ from }) => (from < span.from ? span.from : from));
  return Math.max(...begins.map((at) => rows.filter((row) => row.from <= at && at < row.to).length));
};

/** What is wrong with the visits there are, and with what is offered beside them. */
async function faultsOf(world: World, taken: readonly string[]): Promise<string[]> {
  const rows = (await rowsOf(world)).filter((row) => holdsSlot(row.status));
  const person = ({ patientId }: Row) => world.patients.find(({ id }) => id === patientId)?.idNumber;
  const capacity = (specialistId: string, span: TimeSpan) => capacityOf(scheduleOf(world, specialistId), span);
  const twice = rows.flatMap((one, i) =>
    rows.slice(i + 1).filter((other) => person(one) === person(other) && meet(one, other)),
  );
  // A time that was taken just now has never more beside it than the session takes, at no minute.
  const full = rows
    .filter(({ id }) => taken.includes(id))
    .filter((one) => {
      const beside = rows.filter((row) => row.specialistId === one.specialistId && meet(row, one));
      return most(beside, one) > capacity(one.specialistId, one);
    });
  const offers = [];
  for (const { specialistId } of world.specialists)
    for (const slot of await slotsOf(specialistId)) {
      const span = { from: new Date(slot.start), to: new Date(slot.end) };
      const met = rows.filter((row) => row.specialistId === specialistId && meet(row, span));
      if (slot.free && most(met, span) >= capacity(specialistId, span)) offers.push(`offered and full: ${slot.start}`);
      if (!slot.free && met.length === 0) offers.push(`empty and not offered: ${slot.start}`);
    }
  return [
    ...twice.map(({ from }) => `a person twice: ${from.toISOString()}`),
    ...full.map(({ from }) => `more than the session takes: ${from.toISOString()}`),
    ...offers,
  ];
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
          expect(await faultsOf(world, taken)).toEqual([]);
        }
        for await (const { name, broken } of runDataChecks([...claimChecks, ...scheduleChecks], app.app.services)) {
          const named = broken.map(({ why }) => why);
          expect([name, named]).toEqual([name, []]);
        }
      }),
      { numRuns: long ? 60 : 4, endOnFailure: !long },
    );
    // Most of what is checked above would also hold if no booking ever succeeded, so some must have.
    expect(booked).toBeGreaterThan(long ? 120 : 8);
  },
  long ? 1_200_000 : 240_000,
);
