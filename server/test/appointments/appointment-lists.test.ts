import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Appointment, Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { fulfilAppointment, linkConsultation } from "../../src/modules/appointments/index.ts";
import { missedJob } from "../../src/modules/appointments/mark-missed.ts";
import { newId } from "../../src/platform/outbox.ts";
import { signInAs } from "../support/make-account.ts";
import { makeAppointment, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

// Monday, 10:00 in Shanghai.
const NOW = "2026-11-23T02:00:00.000Z";
let app: TestApp;
let specialist: TestSpecialist;
let patient: TestPatient;
/** Booked for today 10:10, 10:20, 10:30 and tomorrow 10:10. */
const starts = [
  "2026-11-23T02:10:00.000Z",
  "2026-11-23T02:20:00.000Z",
  "2026-11-23T02:30:00.000Z",
  "2026-11-24T02:10:00.000Z",
];
let ids: string[];
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  specialist = await makeScheduledSpecialist(app);
  patient = await makePatient(app, { name: "欧阳明慧" });
  ids = [];
  for (const start of starts) ids.push((await makeAppointment(app, { specialist, patient, start })).id);
});
afterEach(() => app.setNow(NOW));
afterAll(() => app.close());

const get = <T>(path: string, as: string | null) => app.call<T>("GET", path, { as });
async function allPages<T>(path: string, as: string, limit: number): Promise<T[][]> {
  const pages: T[][] = [];
  let cursor = "";
  while (pages.length < 10) {
    const reply = await get<Page<T>>(`${path}${path.includes("?") ? "&" : "?"}limit=${limit}${cursor}`, as);
    expect(reply.status).toBe(200);
    pages.push(reply.data.items);
    if (!reply.data.nextCursor) return pages;
    cursor = `&cursor=${reply.data.nextCursor}`;
  }
  throw new Error("the pages do not end");
}
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

describe("the account's own", () => {
  it("are paged, to come soonest first, over latest first", async () => {
    const as = patient.account.token;
    const pages = await allPages<Appointment>("/appointments", as, 3);
    expect(pages.map(idsOf)).toEqual([ids.slice(0, 3), ids.slice(3)]);
    expect(await allPages<Appointment>("/appointments?scope=past", as, 3)).toEqual([[]]);
    const person = await makePatient(app);
    const done: string[] = [];
    for (let i = 0; i < 3; i++) {
      const one = await makeAppointment(app, { specialist, patient: person });
      await fulfilAppointment(app.ctx, one.id);
      done.unshift(one.id);
    }
    const past = await allPages<Appointment>("/appointments?scope=past", person.account.token, 2);
    expect(past.map(idsOf)).toEqual([done.slice(0, 2), done.slice(2)]);
    expect(await allPages<Appointment>("/appointments", person.account.token, 2)).toEqual([[]]);
  });

  it("let a visit nobody came to drop into the past, but not one that is open", async () => {
    const person = await makePatient(app);
    const [unseen, open] = [
      await makeAppointment(app, { specialist, patient: person }),
      await makeAppointment(app, { specialist, patient: person, accepted: true }),
    ];
    await linkConsultation(app.ctx, { appointmentId: open.id, consultationId: newId(), status: "in-progress" });
    app.setNow("2026-11-25T02:00:00Z");
    const { token } = await signIn(app, person.account);
    expect((await allPages<Appointment>("/appointments", token, 10)).map(idsOf)).toEqual([[open.id]]);
    expect((await allPages<Appointment>("/appointments?scope=past", token, 10)).map(idsOf)).toEqual([[unseen.id]]);
  });

  it("are nobody else's", async () => {
    expect((await get("/appointments", null)).status).toBe(401);
    const other = await get<Page<Appointment>>("/appointments", await signInAs(app, "patient"));
    expect(other.data.items).toEqual([]);
  });

  it.each(["?cursor=nonsense", "?cursor=WzEsMl0", "?limit=0", "?limit=101", "?scope=all"])(
    "%s is refused by field",
    async (query) => {
      const reply = await get(`/appointments${query}`, patient.account.token);
      expect([reply.status, reply.problem?.fields?.map(({ path }) => path)]).toEqual([
        400,
        [query.slice(1).split("=")[0]],
      ]);
    },
  );
});

describe("the worklist", () => {
  const worklist = (as: string | null, query = "") =>
    get<{ day: string; appointments: Appointment[] }>(`/worklist${query}`, as);

  it("is the specialist's own day in order; cancelled visits leave it", async () => {
    const own = await makeScheduledSpecialist(app);
    const later = await makeAppointment(app, { specialist: own, start: starts[2] ?? "" });
    const sooner = await makeAppointment(app, { specialist: own, start: starts[1] ?? "" });
    const today = await worklist(own.token);
    expect([today.data.day, idsOf(today.data.appointments)]).toEqual(["2026-11-23", [sooner.id, later.id]]);
    expect(today.data.appointments[0]?.abilities).toMatchObject({ judge: true, cancel: true });
    await app.call("POST", `/appointments/${sooner.id}/cancel`, { as: own.token, body: { reason: "停诊" } });
    expect(idsOf((await worklist(own.token)).data.appointments)).toEqual([later.id]);
    const tomorrow = await worklist(own.token, "?day=2026-11-24");
    expect(tomorrow.data).toEqual({ day: "2026-11-24", closed: 0, appointments: [] });
  });

  it("shows no other specialist's patients, and nobody's after the access has run out", async () => {
    expect((await worklist(null)).status).toBe(401);
    expect((await worklist(await signInAs(app, "specialist"))).data.appointments).toEqual([]);
    app.setNow("2027-01-20T02:00:00Z");
    const { token } = await signIn(app, specialist);
    expect((await worklist(token, "?day=2026-11-23")).data.appointments).toEqual([]);
  });

  it.each(["?day=today", "?day=2026-02-30", "?day=9999-12-31"])("%s is refused by field", async (query) => {
    const reply = await worklist(specialist.token, query);
    expect([reply.status, reply.problem?.fields?.map(({ path }) => path)]).toEqual([400, ["day"]]);
  });
});

describe("visits of one patient", () => {
  it("are paged latest first for the account and for who treats them", async () => {
    for (const as of [patient.account.token, specialist.token]) {
      const pages = await allPages<Appointment>(`/patients/${patient.id}/appointments`, as, 3);
      expect(pages.map(idsOf)).toEqual([ids.toReversed().slice(0, 3), ids.toReversed().slice(3)]);
    }
  });

  it("are refused to strangers alike, there or not", async () => {
    for (const role of ["patient", "specialist", "admin"] as const) {
      const as = await signInAs(app, role);
      const known = await get(`/patients/${patient.id}/appointments`, as);
      const unknown = await get(`/patients/${"f".repeat(24)}/appointments`, as);
      expect([role, known.status, unknown.status]).toEqual([role, 403, 403]);
    }
    expect((await get(`/patients/${patient.id}/appointments`, null)).status).toBe(401);
    const trail = await auditEventsOfPatient(patient.id);
    expect(trail.some(({ outcome }) => outcome === "refused")).toBe(true);
  });

  it("one visit: its sides read it, strangers do not", async () => {
    const id = ids[0] ?? "";
    for (const as of [patient.account.token, specialist.token])
      expect((await get<Appointment>(`/appointments/${id}`, as)).data.patient.name).toBe("欧阳明慧");
    for (const role of ["patient", "specialist", "admin"] as const) {
      const as = await signInAs(app, role);
      expect((await get(`/appointments/${id}`, as)).status).toBe(403);
      expect((await get(`/appointments/${"f".repeat(24)}`, as)).status).toBe(403);
    }
    expect((await get(`/appointments/${id}`, null)).status).toBe(401);
    expect((await get("/appointments/nonsense", patient.account.token)).problem?.fields?.[0]?.path).toBe(
      "appointmentId",
    );
  });
});

describe("bookings of a day", () => {
  it("are the admin's own organisation's, paged, with masked names and nothing clinical", async () => {
    const hospital = await makeHospital(app);
    const doctors = [
      await makeScheduledSpecialist(app, { hospital }),
      await makeScheduledSpecialist(app, { hospital, name: "周一鸣" }),
    ];
    const booked: string[] = [];
    for (const start of starts.slice(0, 2))
      for (const doctor of doctors) {
        const person = await makePatient(app, { name: "欧阳明慧" });
        booked.push((await makeAppointment(app, { specialist: doctor, patient: person, start })).id);
      }
    const pages = await allPages<Booking>("/admin/bookings", hospital.admin.token, 3);
    expect(pages.map((page) => page.length)).toEqual([3, 1]);
    expect(idsOf(pages.flat()).toSorted()).toEqual(booked.toSorted());
    expect(pages.flat().map(({ start }) => start)).toEqual(
      pages
        .flat()
        .map(({ start }) => start)
        .toSorted(),
    );
    expect(pages[0]?.[0]).toMatchObject({ patientNameMasked: "欧***", departmentName: "肾内科", bookedAt: NOW });
    expect(JSON.stringify(pages)).not.toMatch(/欧阳|肾小球|泡沫尿/);
    const tomorrow = await get<Page<Booking> & { day: string }>("/admin/bookings?day=2026-11-24", hospital.admin.token);
    expect(tomorrow.data).toEqual({ day: "2026-11-24", items: [], nextCursor: null, total: 0 });
  });

  it("are no other organisation's", async () => {
    const other = await get<Page<Booking>>("/admin/bookings", await signInAs(app, "admin"));
    expect(other.data.items).toEqual([]);
    expect((await get("/admin/bookings", null)).status).toBe(401);
    expect((await get("/admin/bookings?day=1", specialist.hospital.admin.token)).problem?.fields?.[0]?.path).toBe(
      "day",
    );
  });
});

describe("visits nobody came to", () => {
  it("are marked once they can no longer be opened; who checked in or is being seen is not", async () => {
    const own = await makeScheduledSpecialist(app);
    const [missed, came, seen] = [
      await makeAppointment(app, { specialist: own }),
      await makeAppointment(app, { specialist: own }),
      await makeAppointment(app, { specialist: own, accepted: true }),
    ];
    await app.call("POST", `/appointments/${came.id}/check-in`, { as: came.patient.account.token });
    await linkConsultation(app.ctx, { appointmentId: seen.id, consultationId: newId(), status: "in-progress" });
    const statusOf = async (one: typeof missed) => {
      const { token } = await signIn(app, one.patient.account);
      return (await get<Appointment>(`/appointments/${one.id}`, token)).data.status;
    };
    app.setNow("2026-11-23T06:20:00.000Z");
    await missedJob.run(app.app.services);
    expect(await statusOf(missed)).toBe("booked");
    app.setNow("2026-11-23T06:20:00.001Z");
    await Promise.all([missedJob.run(app.app.services), missedJob.run(app.app.services)]);
    expect([await statusOf(missed), await statusOf(came), await statusOf(seen)]).toEqual([
      "noshow",
      "checked-in",
      "booked",
    ]);
    await app.settled();
    const trail = (await auditEventsOfPatient(missed.patient.id)).filter(
      ({ action }) => action === "appointment:missed",
    );
    expect(trail.map(({ actor }) => actor)).toEqual([null]);
  });
});
