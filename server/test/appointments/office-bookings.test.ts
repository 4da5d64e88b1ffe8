import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Appointment, Booking } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { linkConsultation } from "../../src/modules/appointments/index.ts";
import { newId } from "../../src/platform/outbox.ts";
import { freeSlots, makeAppointment, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makePatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { makeStaff, signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const NOW = "2026-11-23T02:00:00.000Z";
let app: TestApp;
let doctor: TestSpecialist;
let office: string;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  doctor = await makeScheduledSpecialist(app);
  office = doctor.hospital.admin.token;
});
afterEach(() => app.setNow(NOW));
afterAll(() => app.close());

const book = async (skip = 40) =>
  makeAppointment(app, { specialist: doctor, start: (await freeSlots(app, doctor.specialistId))[skip]?.start ?? "" });
const cancel = (id: string, as: string | null = office, reason = "医生停诊") =>
  app.call<Booking>("POST", `/admin/bookings/${id}/cancel`, { as, body: { reason } });
const move = (id: string, from: string, start: string, as: string | null = office) =>
  app.call<Booking>("POST", `/admin/bookings/${id}/move`, { as, body: { from, start } });
const kindsOf = async (as: string) => {
  await app.settled();
  return (await app.call<{ items: Notification[] }>("GET", "/notifications", { as })).data.items.map(
    ({ kind }) => kind,
  );
};
const judge = (id: string, body: object) =>
  app.call<Appointment>("PUT", `/appointments/${id}/judgement`, { as: doctor.token, body });
const restore = (id: string, as: string | null = doctor.token) =>
  app.call<Appointment>("DELETE", `/appointments/${id}/judgement`, { as });
const isFree = async (start: string) =>
  (await freeSlots(app, doctor.specialistId)).some((slot) => slot.start === start);

describe("the office", () => {
  it("calls a booking off with a reason that both sides read; the slot is free again", async () => {
    const one = await book();
    const reply = await cancel(one.id);
    expect([reply.status, reply.data.status, reply.data.cancelledBy]).toEqual([200, "cancelled", "admin"]);
    expect(reply.data.abilities).toEqual({ cancel: false, move: false, handOver: false });
    const seen = await app.call<Appointment>("GET", `/appointments/${one.id}`, { as: one.patient.account.token });
    expect(seen.data.cancelled).toMatchObject({ by: "admin", reason: "医生停诊" });
    expect(await isFree(one.record.start)).toBe(true);
    expect(await kindsOf(one.patient.account.token)).toContain("appointment-cancelled");
    expect(await kindsOf(doctor.token)).toContain("appointment-cancelled");
    expect((await cancel(one.id)).problem?.code).toBe("already_cancelled");
  });

  it("moves a booking to another free slot; both sides are told, sent again it changes nothing", async () => {
    const one = await book();
    const from = one.record.start;
    const start = (await freeSlots(app, doctor.specialistId))[60]?.start ?? "";
    const reply = await move(one.id, from, start);
    expect([reply.status, reply.data.start, reply.data.feeCents]).toEqual([200, start, one.record.feeCents]);
    expect((await move(one.id, from, start)).data.start).toBe(start);
    expect([await isFree(from), await isFree(start)]).toEqual([true, false]);
    expect(await kindsOf(one.patient.account.token)).toEqual(["appointment-moved"]);
    const seen = await app.call<Appointment>("GET", `/appointments/${one.id}`, { as: doctor.token });
    expect(seen.data.start).toBe(start);
  });

  it("of two who move to one slot at once one comes in; who looks at an old place moves nothing", async () => {
    const [one, other] = [await book(), await book(41)];
    const start = (await freeSlots(app, doctor.specialistId))[70]?.start ?? "";
    const replies = await Promise.all([
      move(one.id, one.record.start, start),
      move(other.id, other.record.start, start),
    ]);
    expect(replies.map((reply) => reply.problem?.code ?? "moved").toSorted()).toEqual(["moved", "slot_unavailable"]);
    const mover = replies[0]?.status === 200 ? one : other;
    const elsewhere = (await freeSlots(app, doctor.specialistId))[75]?.start ?? "";
    expect((await move(mover.id, mover.record.start, elsewhere)).problem?.code).toBe("illegal_state");
  });

  it("moves to nothing that is not offered, nor where the patient sits elsewhere", async () => {
    const one = await book();
    expect((await move(one.id, one.record.start, "2026-11-24T02:00:07.000Z")).problem?.code).toBe("slot_unavailable");
    expect((await move(one.id, one.record.start, "2026-11-20T02:00:00.000Z")).problem?.code).toBe("slot_unavailable");
    const elsewhere = await makeScheduledSpecialist(app);
    const start = (await freeSlots(app, doctor.specialistId))[80]?.start ?? "";
    await makeAppointment(app, { specialist: elsewhere, patient: one.patient, start });
    expect((await move(one.id, one.record.start, start)).problem?.code).toBe("patient_busy");
  });

  it("leaves alone a visit under way", async () => {
    const one = await book();
    await judge(one.id, { decision: "accepted" });
    await linkConsultation(app.ctx, { appointmentId: one.id, consultationId: newId(), status: "in-progress" });
    expect((await cancel(one.id)).problem?.code).toBe("illegal_state");
    expect((await move(one.id, one.record.start, "2026-11-24T02:00:00.000Z")).problem?.code).toBe("illegal_state");
  });

  it("is the own organisation's duty system alone", async () => {
    const one = await book();
    const elsewhere = await makeHospital(app);
    const security = await makeStaff(app, doctor.hospital.organization, { duty: "security" });
    for (const [as, status] of [
      [null, 401],
      [elsewhere.admin.token, 403],
      [security.token, 403],
      [doctor.token, 403],
      [one.patient.account.token, 403],
    ] as const) {
      expect((await cancel(one.id, as)).status).toBe(status);
      expect((await move(one.id, one.record.start, "2026-11-24T02:00:00.000Z", as)).status).toBe(status);
    }
    expect((await cancel("f".repeat(24))).status).toBe(403);
    expect((await cancel(one.id, office, " ")).problem?.fields).toEqual([{ path: "reason", code: "required" }]);
  });
});

describe("the list of the day", () => {
  it("is narrowed to every state, each booking in just one, and to a specialist", async () => {
    const place = await makeHospital(app);
    const own = await makeScheduledSpecialist(app, { hospital: place, name: "周一鸣" });
    const colleague = await makeScheduledSpecialist(app, { hospital: place, name: "陈静宜" });
    const ids = new Map<string, string>();
    for (const [index, state] of ["checked-in", "booked", "accepted", "cancelled", "declined", "in-visit"].entries()) {
      const start = (await freeSlots(app, own.specialistId))[index * 2]?.start ?? "";
      const accepted = ["accepted", "in-visit"].includes(state);
      const one = await makeAppointment(app, { specialist: own, patient: await makePatient(app), start, accepted });
      ids.set(state, one.id);
      const as = { as: own.token };
      if (state === "checked-in")
        await app.call("POST", `/appointments/${one.id}/check-in`, { as: one.patient.account.token });
      if (state === "cancelled")
        await app.call("POST", `/appointments/${one.id}/cancel`, { ...as, body: { reason: "停诊" } });
      if (state === "declined")
        await app.call("PUT", `/appointments/${one.id}/judgement`, {
          ...as,
          body: { decision: "declined", reason: "面诊" },
        });
      if (state === "in-visit")
        await linkConsultation(app.ctx, { appointmentId: one.id, consultationId: newId(), status: "in-progress" });
    }
    await makeAppointment(app, { specialist: colleague });
    const of = async (query: string) => {
      const reply = await app.call<{ items: Booking[]; total: number }>("GET", `/admin/bookings?${query}`, {
        as: place.admin.token,
      });
      return reply.data;
    };
    const states = [
      "booked",
      "accepted",
      "checked-in",
      "in-visit",
      "finished",
      "stopped",
      "cancelled",
      "declined",
      "missed",
    ];
    const found = new Map<string, string[]>();
    for (const state of states)
      found.set(
        state,
        (await of(`state=${state}&q=zhouyiming`)).items.map(({ id }) => id),
      );
    for (const [state, id] of ids) expect([state, found.get(state)]).toEqual([state, [id]]);
    expect([...found.values()].flat().toSorted()).toEqual([...ids.values()].toSorted());
    expect((await of("")).total).toBe(7);
    expect((await of("limit=2")).total).toBe(7);
    expect((await of("q=chenjingyi")).total).toBe(1);
    expect((await of(`departmentId=${"f".repeat(24)}`)).total).toBe(0);
  });
});

describe("taking a refusal back", () => {
  const declined = async () => {
    const one = await book();
    await judge(one.id, { decision: "declined", reason: "需要面诊" });
    return one;
  };

  it("until the visit's time: it stands as before, to be judged anew, with the patient's papers", async () => {
    const one = await declined();
    const before = await app.call<Appointment>("GET", `/appointments/${one.id}`, { as: doctor.token });
    expect(before.data.abilities.restore).toBe(true);
    const reply = await restore(one.id);
    expect(reply.data).toMatchObject({ status: "booked", judgement: null, cancelled: null });
    expect(reply.data.abilities).toMatchObject({ judge: true, restore: false });
    expect((await restore(one.id)).data.status).toBe("booked");
    const file = await app.call("GET", `/patients/${one.patient.id}/appointments`, { as: doctor.token });
    expect(file.status).toBe(200);
    expect(await isFree(one.record.start)).toBe(false);
    expect((await kindsOf(one.patient.account.token))[0]).toBe("appointment-restored");
  });

  it("not when the slot has gone to somebody else, nor at the visit's time, nor by another", async () => {
    const gone = await declined();
    await makeAppointment(app, { specialist: doctor, start: gone.record.start });
    expect((await restore(gone.id)).problem?.code).toBe("slot_unavailable");
    const late = await declined();
    const colleague = await makeScheduledSpecialist(app, { hospital: doctor.hospital });
    expect((await restore(late.id, null)).status).toBe(401);
    for (const as of [colleague.token, late.patient.account.token, office])
      expect((await restore(late.id, as)).status).toBe(403);
    app.setNow(new Date(late.record.start));
    expect((await restore(late.id, (await signIn(app, doctor)).token)).problem?.code).toBe("too_late");
  });

  it("is nothing for a booking that was called off otherwise", async () => {
    const one = await book();
    await app.call("POST", `/appointments/${one.id}/cancel`, { as: doctor.token, body: { reason: "停诊" } });
    expect((await restore(one.id)).problem?.code).toBe("illegal_state");
  });
});
