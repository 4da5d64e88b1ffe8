import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Touched } from "@fuzhen/shared/appointments/touched.schema.ts";
import {
  freeSlots,
  makeAppointment,
  makeScheduledSpecialist,
  type TestAppointment,
} from "../support/make-appointment.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatient } from "../support/make-patient.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let doctor: TestSpecialist;
let office: TestUser;
let security: TestUser;
let elsewhere: TestHospital;
/** On two days, the first two of one patient. */
let visits: TestAppointment[];

beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00.000Z" });
  doctor = await makeScheduledSpecialist(app);
  office = doctor.hospital.admin;
  security = await makeStaff(app, doctor.hospital.organization, { duty: "security" });
  elsewhere = await makeHospital(app);
  const free = (await freeSlots(app, doctor.specialistId)).map(({ start }) => start);
  const patient = await makePatient(app, { name: "欧阳若兰" });
  const late = free.at(-1) ?? "";
  visits = [
    await makeAppointment(app, { specialist: doctor, patient, start: free[0] ?? "" }),
    await makeAppointment(app, { specialist: doctor, patient, start: late }),
    await makeAppointment(app, { specialist: doctor, start: free[4] ?? "" }),
  ];
});
afterAll(() => app.close());

const none = { appointments: 0, patients: 0, next: [], specialists: { count: 0, names: [] } };
const bySpecialist = (specialistId: string, week: object | null, as: string | null = office.token) =>
  app.call<Touched>("POST", `/admin/specialists/${specialistId}/touched`, { as, body: { week } });
const byDepartment = (departmentId: string, as: string | null = office.token) =>
  app.call<Touched>("GET", `/admin/departments/${departmentId}/touched`, { as });
const byAccount = (userId: string, as: string | null = security.token) =>
  app.call<Touched>("GET", `/admin/staff/${userId}/touched`, { as });

describe("whom a change touches", () => {
  it("who withdraws a specialist reads whose visits are to come, soonest first, names masked", async () => {
    const { status, data } = await bySpecialist(doctor.specialistId, null);
    expect(status).toBe(200);
    expect({ ...data, next: data.next.map(({ id }) => id) }).toEqual({
      ...none,
      appointments: 3,
      patients: 2,
      next: visits.toSorted((a, b) => a.record.start.localeCompare(b.record.start)).map(({ id }) => id),
    });
    expect(JSON.stringify(data)).not.toContain("欧阳若兰");
    expect(data.next[0]).toMatchObject({ start: visits[0]?.record.start, specialistName: doctor.record.name });
  });

  it("who changes a week reads which visits it leaves outside all sessions, however they are cut", async () => {
    const sessions = Array.from({ length: 7 }, (_, day) => ({
      weekday: day + 1,
      halfDay: "morning",
      start: "00:00",
      end: "23:59",
      slotMinutes: 45,
      capacity: 1,
      feeCents: 5000,
      visitKind: "video",
    }));
    const week = { effectiveFrom: "2026-11-20", effectiveTo: null, sessions };
    expect((await bySpecialist(doctor.specialistId, week)).data).toEqual(none);
    expect((await bySpecialist(doctor.specialistId, { ...week, sessions: [] })).data.appointments).toBe(3);
    const today = { ...week, effectiveTo: "2026-11-23" };
    expect((await bySpecialist(doctor.specialistId, today)).data.next.map(({ id }) => id)).toEqual([visits[1]?.id]);
    const refused = await bySpecialist(doctor.specialistId, {
      ...week,
      sessions: [{ ...sessions[0], slotMinutes: 1 }],
    });
    expect([refused.status, refused.problem?.fields?.[0]?.code]).toEqual([400, "slot_minutes"]);
  });

  it("who closes a department reads the visits, and whom patients find there", async () => {
    const colleague = await makeSpecialist(app, { hospital: doctor.hospital });
    const { data } = await byDepartment(doctor.hospital.department.id);
    expect([data.appointments, data.patients, data.specialists.count]).toEqual([3, 2, 2]);
    expect(data.specialists.names.toSorted()).toEqual([doctor.record.name, colleague.record.name].toSorted());
  });

  it("who closes an account reads numbers and no name; of who sees no patients there is none", async () => {
    expect((await byAccount(doctor.id)).data).toEqual({ ...none, appointments: 3, patients: 2 });
    expect((await byAccount(office.id)).data).toEqual(none);
    expect((await byAccount(security.id)).problem?.code).toBe("own_act");
  });

  it("401 for nobody, 403 for another organisation's and for none, 400 for no id", async () => {
    const { id } = doctor.hospital.department;
    expect((await bySpecialist(doctor.specialistId, null, null)).status).toBe(401);
    expect((await byDepartment(id, null)).status).toBe(401);
    for (const reply of [
      await bySpecialist(doctor.specialistId, null, elsewhere.admin.token),
      await bySpecialist("6560f0a0a0a0a0a0a0a0a0ff", null),
      await byDepartment(id, elsewhere.admin.token),
      await byDepartment("6560f0a0a0a0a0a0a0a0a0ff"),
      await byAccount("6560f0a0a0a0a0a0a0a0a0ff"),
      await byDepartment(id, security.token),
      await byAccount(doctor.id, office.token),
    ])
      expect([reply.status, reply.problem?.code]).toEqual([403, "forbidden"]);
    expect((await byDepartment("nonsense")).status).toBe(400);
  });

  it("what was called off and what is over touches nobody", async () => {
    const third = visits[2]?.id ?? "";
    await app.call("POST", `/admin/bookings/${third}/cancel`, { as: office.token, body: { reason: "停诊" } });
    expect((await bySpecialist(doctor.specialistId, null)).data.appointments).toBe(2);
    app.setNow("2026-12-20T02:00:00.000Z");
    const later = (await signIn(app, office)).token;
    expect((await bySpecialist(doctor.specialistId, null, later)).data).toEqual(none);
  });
});
