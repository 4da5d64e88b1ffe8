import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { CALL_LEASE_MS } from "@fuzhen/shared/waiting/waiting.rules.ts";
import { AppointmentModel } from "../../src/modules/appointments/appointment.model.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeReadyVisit, type ReadyVisit } from "../support/make-consultation.ts";
import { makeHospital, type TestHospital } from "../support/make-organization.ts";
import { makePatientAccount } from "../support/make-user.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let hospital: TestHospital;
let doctor: TestSpecialist;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T00:58:00Z" });
});
afterAll(() => app.close());
beforeEach(async () => {
  app.setNow("2026-11-23T00:58:00Z");
  hospital = await makeHospital(app, {
    visitSettings: { opensMinutesBefore: 1440, lateGraceMinutes: 10, passedPlaces: 2, callsBeforeNoShow: 2 },
  });
  doctor = await makeScheduledSpecialist(app, { hospital });
});

const checkIn = (one: ReadyVisit) =>
  app.call<Appointment>("POST", `/appointments/${one.appointmentId}/check-in`, { as: one.patientToken });
/** So many who have checked in, in order of their slots. */
async function waiting(count: number, judged = true): Promise<ReadyVisit[]> {
  const all: ReadyVisit[] = [];
  for (let i = 0; i < count; i++) {
    const one = await makeReadyVisit(app, { specialist: doctor, judged });
    expect((await checkIn(one)).status).toBe(200);
    all.push(one);
  }
  return all;
}
const next = (body: object = {}, as: string | null = doctor.token) =>
  app.call<{ appointment: Appointment | null }>("POST", "/waiting/next", {
    as,
    body: { requestKey: randomUUID(), ...body },
  });
const calledId = async (body: object = {}) => (await next(body)).data.appointment?.id ?? null;
const act = (verb: "put-back" | "pass", one: ReadyVisit, as: string | null = doctor.token) =>
  app.call<Appointment>("POST", `/appointments/${one.appointmentId}/waiting/${verb}`, { as });
const open = (one: ReadyVisit) =>
  app.call("POST", `/appointments/${one.appointmentId}/consultation`, { as: doctor.token });

describe("calling the next patient", () => {
  it("calls by slot, answers the same one until the visit is opened, then the next; null when nobody waits", async () => {
    const [first, second] = await waiting(2);
    expect(await calledId()).toBe(first?.appointmentId);
    expect(await calledId()).toBe(first?.appointmentId);
    await open(first as ReadyVisit);
    expect(await calledId()).toBe(second?.appointmentId);
    await open(second as ReadyVisit);
    expect(await calledId()).toBeNull();
  });

  it("two windows of one specialist at once, twenty times over, call one person, and the index holds it", async () => {
    const all = await waiting(3);
    const replies = await Promise.all(Array.from({ length: 20 }, () => next()));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(new Set(replies.map(({ data }) => data.appointment?.id))).toEqual(new Set([all[0]?.appointmentId]));
    const other = AppointmentModel.updateOne({ _id: all[1]?.appointmentId }, { $set: { "queue.called": true } });
    await expect(other).rejects.toThrow(/one-called/);
  });

  it("one press sent again after the visit was opened calls nobody else", async () => {
    const [first] = await waiting(2);
    const requestKey = randomUUID();
    expect(await calledId({ requestKey })).toBe(first?.appointmentId);
    await open(first as ReadyVisit);
    expect(await calledId({ requestKey })).toBe(first?.appointmentId);
  });

  it("a crashed window's patient is called first again, others meanwhile by nobody; a window that holds keeps the call", async () => {
    const [first, second] = await waiting(2);
    expect(await calledId()).toBe(first?.appointmentId);
    const socket = await app.socket(doctor.token);
    app.advance(CALL_LEASE_MS - 1000);
    const appointmentId = first?.appointmentId ?? "";
    expect(await command(socket, "waiting:hold", { appointmentId })).toMatchObject({ ok: true });
    app.advance(2000);
    expect((await next({ appointmentId: second?.appointmentId })).problem?.code).toBe("illegal_state");
    socket.disconnect();
    // Somebody in danger comes after the crash, and still the first is at the head.
    const urgent = await makeReadyVisit(app, { specialist: doctor });
    await checkIn(urgent);
    await AppointmentModel.updateOne({ _id: urgent.appointmentId }, { $set: { "queue.urgent": true } });
    app.advance(CALL_LEASE_MS);
    expect(await calledId()).toBe(first?.appointmentId);
    await open(first as ReadyVisit);
    expect(await calledId()).toBe(urgent.appointmentId);
  });

  it("named, out of turn; and the patient who calls off while called frees the next call", async () => {
    const [first, second] = await waiting(2);
    expect(await calledId({ appointmentId: second?.appointmentId })).toBe(second?.appointmentId);
    const reply = await app.call("POST", `/appointments/${second?.appointmentId}/cancel`, {
      as: doctor.token,
      body: { reason: "改期" },
    });
    expect(reply.status).toBe(200);
    expect(await calledId()).toBe(first?.appointmentId);
  });

  it("leaves out whose consent was taken back, and calls the next", async () => {
    const [first, second] = await waiting(2);
    await app.call("DELETE", `/patients/${first?.patientId}/consents/health-data`, { as: first?.patientToken ?? "" });
    expect(await calledId()).toBe(second?.appointmentId);
  });

  it("401, 403 for who is no specialist, 400 for no key, 409 for who does not wait", async () => {
    const [one] = await waiting(1);
    const patient = await makePatientAccount(app);
    expect((await next({}, null)).status).toBe(401);
    expect((await next({}, patient.token)).problem?.code).toBe("forbidden");
    expect((await next({ requestKey: "x" })).problem?.fields).toMatchObject([{ path: "requestKey" }]);
    const elsewhere = await makeReadyVisit(app);
    expect((await next({ appointmentId: elsewhere.appointmentId })).problem?.code).toBe("illegal_state");
    for (const verb of ["put-back", "pass"] as const) {
      expect((await act(verb, one as ReadyVisit, null)).status).toBe(401);
      expect((await act(verb, one as ReadyVisit, elsewhere.specialistToken)).problem?.code).toBe("forbidden");
      expect((await act(verb, one as ReadyVisit)).problem?.code).toBe("illegal_state");
    }
  });
});

describe("rules of the waiting room", () => {
  it("who checks in later than the grace queues by arrival; who is in time by slot", async () => {
    const [late, punctual] = [
      await makeReadyVisit(app, { specialist: doctor }),
      await makeReadyVisit(app, { specialist: doctor }),
    ];
    const begunBefore = (one: ReadyVisit, minutes: number) =>
      AppointmentModel.updateOne(
        { _id: one.appointmentId },
        { start: new Date(app.ctx.now().getTime() - minutes * 60_000) },
      );
    await begunBefore(late, 11);
    await begunBefore(punctual, 10);
    expect((await checkIn(late)).data.queued?.turnAt).toBe(app.ctx.now().toISOString());
    const { queued, start } = (await checkIn(punctual)).data;
    expect(queued?.turnAt).toBe(start);
    expect(await calledId()).toBe(punctual.appointmentId);
  });

  it("put back: at the head again; passed over: as many places back as set; too often: missed, and out of sight", async () => {
    const [first, second, third, fourth] = await waiting(4);
    expect(await calledId()).toBe(first?.appointmentId);
    expect((await act("put-back", first as ReadyVisit)).data.queued).toMatchObject({ called: false, passes: 0 });
    expect(await calledId()).toBe(first?.appointmentId);
    expect((await act("pass", first as ReadyVisit)).data.queued).toMatchObject({ called: false, passes: 1 });
    for (const one of [second, third]) {
      expect(await calledId()).toBe(one?.appointmentId);
      await open(one as ReadyVisit);
    }
    expect(await calledId()).toBe(first?.appointmentId);
    const missed = await act("pass", first as ReadyVisit);
    expect([missed.status, missed.data.status]).toEqual([200, "noshow"]);
    expect(
      (await app.call("GET", `/patients/${first?.patientId}/appointments`, { as: doctor.token })).problem?.code,
    ).toBe("forbidden");
    expect(await calledId()).toBe(fourth?.appointmentId);
  });

  it("passing over twice at once counts once", async () => {
    const [first] = await waiting(2);
    await calledId();
    const replies = await Promise.all([act("pass", first as ReadyVisit), act("pass", first as ReadyVisit)]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const row = await AppointmentModel.findById(first?.appointmentId).lean();
    expect(row?.queue?.passes).toBe(1);
  });
});
