import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { migrate } from "../../src/migrations/migrate.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import {
  freeSlots,
  makeAppointment,
  makeScheduledSpecialist,
  type TestAppointment,
} from "../support/make-appointment.ts";
import { makePatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let house: TestApp;
let specialist: TestSpecialist;
beforeAll(async () => {
  house = await startTestApp({ now: "2026-11-23T02:00:00Z" });
  specialist = await makeScheduledSpecialist(house);
});
afterAll(() => house.close());

const rows = (name: string) => mongoose.connection.collection(name);
const oid = (id: string) => new mongoose.Types.ObjectId(id);
const MINUTE = 60_000;

/** As the release before claims left it: starts kept apart by two indexes on the appointments, and no claims. */
beforeEach(async () => {
  await rows("claims").deleteMany({});
  await rows("migrations").deleteOne({ _id: "claim-times" as never });
  for await (const row of rows("appointments").find())
    await rows("appointments").updateOne({ _id: row._id }, { $set: { holdsSlot: row.status !== "cancelled" } });
  const partialFilterExpression = { holdsSlot: true };
  for (const [name, key] of [
    ["slot_sold_once", { specialistId: 1, start: 1 }],
    ["patient_once", { patientId: 1, start: 1 }],
  ] as const)
    await rows("appointments").createIndex(key, { name, unique: true, partialFilterExpression });
  await rows("booking_turns").insertOne({ turn: 1 });
});

const claimOf = (one: TestAppointment) => rows("claims").findOne({ holder: oid(one.id) });
const moveRaw = (one: TestAppointment, minutes: number) =>
  rows("appointments").updateOne(
    { _id: oid(one.id) },
    {
      $set: {
        start: new Date(Date.parse(one.record.start) + minutes * MINUTE),
        end: new Date(Date.parse(one.record.end) + minutes * MINUTE),
      },
    },
  );
async function faults(): Promise<string[]> {
  const found = [];
  for await (const { name, broken } of runDataChecks(
    dataChecks.filter(({ name }) => /^(appointments|schedules|database)\./.test(name)),
    house.app.services,
  ))
    found.push(...broken.map(({ why }) => `${name}: ${why}`));
  return found;
}

test("bookings to come get the claims of their times, others none; done twice it changes nothing", async () => {
  const slots = await freeSlots(house, specialist.specialistId);
  const [one, gone, over] = [
    await makeAppointment(house, { specialist, start: slots[50]?.start ?? "" }),
    await makeAppointment(house, { specialist, start: slots[51]?.start ?? "" }),
    await makeAppointment(house, { specialist, start: slots[52]?.start ?? "" }),
  ];
  const as = gone.patient.account.token;
  await house.call("POST", `/appointments/${gone.id}/cancel`, { as, body: { reason: "" } });
  await moveRaw(over, -30 * 24 * 60);
  await rows("claims").deleteMany({});

  await migrate(house.ctx);
  expect(await claimOf(one)).toMatchObject({
    kind: "booking",
    place: 0,
    personPlace: 0,
    from: new Date(one.record.start),
    to: new Date(one.record.end),
  });
  expect([await claimOf(gone), await claimOf(over)]).toEqual([null, null]);
  const names = (await rows("appointments").indexes()).map(({ name }) => name);
  expect(names).not.toContain("slot_sold_once");
  expect(names).not.toContain("patient_once");
  expect((await mongoose.connection.listCollections()).map(({ name }) => name)).not.toContain("booking_turns");
  expect(await faults()).toEqual([]);
  const free = (await freeSlots(house, specialist.specialistId)).map(({ start }) => start);
  expect([free.includes(one.record.start), free.includes(gone.record.start)]).toEqual([false, true]);

  const before = await rows("claims").find().toArray();
  await rows("migrations").deleteOne({ _id: "claim-times" as never });
  await migrate(house.ctx);
  expect(await rows("claims").find().toArray()).toEqual(before);
});

test("bookings that meet already are kept, named, and hold their times until they are moved", async () => {
  const other = await makeScheduledSpecialist(house);
  const slots = await freeSlots(house, other.specialistId);
  const start = (index: number) => slots[index]?.start ?? "";
  const person = await makePatient(house);
  const [first, meeting, elsewhere] = [
    await makeAppointment(house, { specialist: other, start: start(60), patient: person }),
    await makeAppointment(house, { specialist: other, start: start(70) }),
    // The same person by another account, with another specialist.
    await makeAppointment(house, {
      specialist,
      start: start(80),
      patient: await makePatient(house, { idNumber: person.idNumber }),
    }),
  ];
  await moveRaw(meeting, -95);
  await moveRaw(elsewhere, -200);
  await rows("claims").deleteMany({});
  house.logLines.length = 0;

  await migrate(house.ctx);
  expect(await claimOf(first)).toMatchObject({ place: 0, personPlace: 0 });
  expect(await claimOf(meeting)).toMatchObject({ place: 1, personPlace: 0 });
  expect(await claimOf(elsewhere)).toMatchObject({ place: 0, personPlace: 1 });
  const line = house.logLines.find((text) => text.includes("bookings that meet others were kept")) ?? "";
  expect(JSON.parse(line)).toMatchObject({ appointments: [meeting.id, elsewhere.id] });
  expect((await faults()).toSorted()).toEqual(
    [
      `schedules.claims-apart: ${elsewhere.id}: its person sits in another visit at that time`,
      `schedules.claims-apart: ${meeting.id}: its specialist has another visit at that time`,
    ].toSorted(),
  );

  const free = (await freeSlots(house, other.specialistId)).map((slot) => slot.start);
  expect([start(59), start(60), start(61)].filter((one) => free.includes(one))).toEqual([start(59)]);
  for (const [one, doctor] of [
    [meeting, other],
    [elsewhere, specialist],
  ] as const) {
    const seen = await house.call<Appointment>("GET", `/appointments/${one.id}`, { as: doctor.token });
    const moved = await house.call("POST", `/admin/bookings/${one.id}/move`, {
      as: doctor.hospital.admin.token,
      body: { from: seen.data.start, start: start(90) },
    });
    expect(moved.status).toBe(200);
  }
  expect(await faults()).toEqual([]);
});

test("a row that no release made stops it before anything is written, and is named", async () => {
  const one = await makeAppointment(house, { specialist });
  await rows("claims").deleteMany({});
  const strange = { _id: oid(one.id) };
  for (const harm of [{ status: "waiting" }, { end: one.record.start }, { patientId: oid("f".repeat(24)) }]) {
    const row = await rows("appointments").findOne(strange);
    await rows("appointments").updateOne(strange, {
      $set: "end" in harm ? { end: new Date(Date.parse(one.record.start) + 1) } : harm,
    });
    await expect(migrate(house.ctx)).rejects.toThrow(one.id);
    expect(await rows("claims").countDocuments()).toBe(0);
    expect((await rows("appointments").indexes()).map(({ name }) => name)).toContain("slot_sold_once");
    if (row) await rows("appointments").replaceOne(strange, row);
  }
  await migrate(house.ctx);
  expect(await claimOf(one)).not.toBeNull();
});
