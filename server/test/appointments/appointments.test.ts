import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { fulfilAppointment, linkConsultation } from "../../src/modules/appointments/index.ts";
import { newId } from "../../src/platform/outbox.ts";
import { expectRefused, makeStrangers, type Strangers } from "../support/expect-refused.ts";
import {
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
  type TestAppointment,
} from "../support/make-appointment.ts";
import { grantConsents, makePatient } from "../support/make-patient.ts";
import type { TestSpecialist } from "../support/make-specialist.ts";
import { signIn, type TestUser } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const NOW = "2026-11-23T02:00:00.000Z";
let app: TestApp;
let specialist: TestSpecialist;
let strangers: Strangers;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  specialist = await makeScheduledSpecialist(app);
  strangers = await makeStrangers(app);
});
afterEach(() => app.setNow(NOW));
afterAll(() => app.close());

/** The clock at an instant of a test, and a session that lives then. */
async function at(instant: number | string, user: TestUser): Promise<string> {
  app.setNow(new Date(instant));
  return (await signIn(app, user)).token;
}
const act = (id: string, verb: string, as: string | null, body?: object) =>
  app.call<Appointment>(verb === "judgement" ? "PUT" : "POST", `/appointments/${id}/${verb}`, {
    as,
    ...(body ? { body } : {}),
  });
const read = (id: string, as: string | null) => app.call<Appointment>("GET", `/appointments/${id}`, { as });
const nextStart = async (of: TestSpecialist, skip = 0) =>
  (await freeSlots(app, of.specialistId))[skip]?.start ?? "no slot is free";
/** Far enough ahead that both sides may still cancel. */
const laterAppointment = async (options: Parameters<typeof makeAppointment>[1] = {}) =>
  makeAppointment(app, { specialist, start: await nextStart(specialist, 40), ...options });
const pastMinutes = (instant: string, minutes: number) => Date.parse(instant) + minutes * MINUTE_MS;
const openVisit = (one: TestAppointment, consultationId = newId()) =>
  linkConsultation(app.ctx, { appointmentId: one.id, consultationId, status: "in-progress" });

describe("cancelling", () => {
  it("by the patient frees the slot and ends the specialist's access", async () => {
    const one = await laterAppointment();
    const reports = `/patients/${one.patient.id}/appointments`;
    expect((await app.call("GET", reports, { as: specialist.token })).status).toBe(200);
    const reply = await act(one.id, "cancel", one.patient.account.token, { reason: "临时有事" });
    expect(reply.data).toMatchObject({
      status: "cancelled",
      cancelled: { by: "patient", reason: "临时有事", at: NOW },
      abilities: { cancel: false, checkIn: false, supplement: false },
    });
    expect((await app.call("GET", reports, { as: specialist.token })).status).toBe(403);
    expect((await read(one.id, specialist.token)).status).toBe(403);
    const again = await makeAppointment(app, { specialist, start: one.record.start });
    expect(again.id).not.toBe(one.id);
    for (const as of [one.patient.account.token, specialist.token])
      expect((await act(one.id, "cancel", as, { reason: "再次" })).problem?.code).toBe("already_cancelled");
  });

  it("by the specialist needs a reason, which the patient reads", async () => {
    const one = await laterAppointment();
    const bare = await act(one.id, "cancel", specialist.token, {});
    expect([bare.status, bare.problem?.fields]).toEqual([400, [{ path: "reason", code: "required" }]]);
    const reply = await act(one.id, "cancel", specialist.token, { reason: "停诊" });
    expect(reply.data.cancelled).toMatchObject({ by: "specialist", reason: "停诊" });
    expect((await read(one.id, one.patient.account.token)).data.cancelled?.reason).toBe("停诊");
  });

  it("has a deadline for the patient, none for the specialist before the visit", async () => {
    const one = await laterAppointment();
    const last = pastMinutes(one.record.start, -30);
    const late = await act(one.id, "cancel", await at(last + 1, one.patient.account), {});
    expect([late.status, late.problem?.code]).toEqual([409, "too_late"]);
    const doctor = await act(one.id, "cancel", await at(last + 1, specialist), { reason: "急诊手术" });
    expect(doctor.data.status).toBe("cancelled");
    app.setNow(NOW);
    const other = await laterAppointment();
    const edge = pastMinutes(other.record.start, -30);
    const intime = await act(other.id, "cancel", await at(edge, other.patient.account), {});
    expect(intime.data.status).toBe("cancelled");
  });

  it("is not for visits opened or over", async () => {
    const one = await laterAppointment({ accepted: true });
    await openVisit(one);
    const codes = async () => [
      (await act(one.id, "cancel", one.patient.account.token, {})).problem?.code,
      (await act(one.id, "cancel", specialist.token, { reason: "停诊" })).problem?.code,
    ];
    expect(await codes()).toEqual(["illegal_state", "illegal_state"]);
    await fulfilAppointment(app.ctx, one.id);
    expect(await codes()).toEqual(["illegal_state", "illegal_state"]);
  });

  it("is refused to strangers, also to a colleague who treats the same patient", async () => {
    const one = await laterAppointment();
    const colleague = await makeScheduledSpecialist(app);
    await makeAppointment(app, { specialist: colleague, patient: one.patient });
    await expectRefused(strangers, (id, as) => act(id, "cancel", as, { reason: "没有关系" }), one.id);
    expect((await act(one.id, "cancel", colleague.token, { reason: "同行" })).status).toBe(403);
    expect((await read(one.id, one.patient.account.token)).data.status).toBe("booked");
  });

  it("names a reason too long", async () => {
    const one = await laterAppointment();
    const reply = await act(one.id, "cancel", one.patient.account.token, { reason: "长".repeat(201) });
    expect(reply.problem?.fields).toEqual([{ path: "reason", code: "too_long" }]);
  });
});

describe("the follow-up judgement (R11)", () => {
  it("is recorded, may change before the visit and is harmless when repeated", async () => {
    const one = await laterAppointment();
    const accepted = await act(one.id, "judgement", specialist.token, { decision: "accepted" });
    expect(accepted.data).toMatchObject({
      status: "booked",
      judgement: { decision: "accepted", reason: "", judgedAt: NOW, judgedBy: "陈静宜" },
      abilities: { judge: true, open: false },
    });
    app.advance(60_000);
    const again = await act(one.id, "judgement", specialist.token, { decision: "accepted", reason: "同上" });
    expect(again.data.judgement).toEqual(accepted.data.judgement);
    app.setNow(NOW);
    const declined = await act(one.id, "judgement", specialist.token, { decision: "declined", reason: "需要面诊" });
    expect(declined.data).toMatchObject({
      status: "cancelled",
      judgement: { decision: "declined", reason: "需要面诊" },
      cancelled: { by: "specialist", reason: "需要面诊" },
    });
    expect((await freeSlots(app, specialist.specialistId)).map(({ start }) => start)).toContain(one.record.start);
    const repeat = await act(one.id, "judgement", specialist.token, { decision: "declined", reason: "需要面诊" });
    expect([repeat.status, repeat.data.judgement]).toEqual([200, declined.data.judgement]);
    const back = await act(one.id, "judgement", specialist.token, { decision: "accepted" });
    expect([back.status, back.problem?.code]).toEqual([409, "illegal_state"]);
  });

  it("declined: the patient reads why, the specialist keeps that page but not the file", async () => {
    const one = await laterAppointment();
    await act(one.id, "judgement", specialist.token, { decision: "declined", reason: "病情有变化，请到医院" });
    const page = await read(one.id, one.patient.account.token);
    expect(page.data.judgement?.reason).toBe("病情有变化，请到医院");
    expect((await read(one.id, specialist.token)).data.judgement?.decision).toBe("declined");
    const file = await app.call("GET", `/patients/${one.patient.id}/appointments`, { as: specialist.token });
    expect(file.status).toBe(403);
    await app.settled();
    const trail = await auditEventsOfPatient(one.patient.id);
    expect(trail.find(({ action }) => action === "appointment:judged")?.data).toMatchObject({ decision: "declined" });
  });

  it("stands once the visit is opened", async () => {
    const one = await laterAppointment({ accepted: true });
    await openVisit(one);
    const reply = await act(one.id, "judgement", specialist.token, { decision: "declined", reason: "晚了" });
    expect([reply.status, reply.problem?.code]).toEqual([409, "illegal_state"]);
  });

  it("needs a decision, and a reason when declined", async () => {
    const one = await laterAppointment();
    const paths = async (body: object) =>
      (await act(one.id, "judgement", specialist.token, body)).problem?.fields?.map(({ path }) => path);
    expect(await paths({ decision: "declined" })).toEqual(["reason"]);
    expect(await paths({ decision: "maybe" })).toEqual(["decision"]);
  });

  it("is the appointment's own specialist's alone", async () => {
    const one = await laterAppointment();
    const colleague = await makeScheduledSpecialist(app);
    await makeAppointment(app, { specialist: colleague, patient: one.patient });
    const judge = (id: string, as: string | null) => act(id, "judgement", as, { decision: "accepted" });
    await expectRefused(strangers, judge, one.id);
    for (const as of [colleague.token, one.patient.account.token]) expect((await judge(one.id, as)).status).toBe(403);
    expect((await read(one.id, one.patient.account.token)).data.judgement).toBeNull();
  });
});

describe("checking in", () => {
  it("has a window, and is harmless when repeated", async () => {
    const one = await laterAppointment();
    const enter = async (minutes: number) =>
      act(one.id, "check-in", await at(pastMinutes(one.record.start, minutes), one.patient.account));
    expect((await enter(-31)).problem).toMatchObject({ code: "too_early", status: 409, retryable: true });
    const reply = await enter(-30);
    expect(reply.data).toMatchObject({
      status: "checked-in",
      checkedInAt: new Date(pastMinutes(one.record.start, -30)).toISOString(),
    });
    expect((await enter(-5)).data.checkedInAt).toBe(reply.data.checkedInAt);
    app.setNow(NOW);
    const other = await laterAppointment();
    const token = await at(pastMinutes(other.record.end, 241), other.patient.account);
    expect((await act(other.id, "check-in", token)).problem?.code).toBe("too_late");
  });

  it("needs the consents still", async () => {
    const one = await makeAppointment(app);
    const as = one.patient.account.token;
    await app.call("DELETE", `/patients/${one.patient.id}/consents/telehealth`, { as });
    expect((await act(one.id, "check-in", as)).problem?.code).toBe("consent_required");
    await grantConsents(app, one.patient.account, one.patient.id);
    expect((await act(one.id, "check-in", as)).data.status).toBe("checked-in");
  });

  it("is not for a cancelled visit, nor for strangers", async () => {
    const one = await laterAppointment();
    await expectRefused(strangers, (id, as) => act(id, "check-in", as), one.id);
    await act(one.id, "cancel", one.patient.account.token, {});
    expect((await act(one.id, "check-in", one.patient.account.token)).problem?.code).toBe("illegal_state");
  });
});

describe("supplementing reports", () => {
  it("adds to the set, once each, until the visit is over", async () => {
    const one = await laterAppointment();
    const as = one.patient.account.token;
    const ids = [
      await makeFiledReport(app, one.patient, "laboratory"),
      await makeFiledReport(app, one.patient, "imaging"),
    ];
    expect((await act(one.id, "reports", as, { reportIds: [ids[0]] })).data.reportIds).toEqual([ids[0]]);
    expect((await act(one.id, "reports", as, { reportIds: ids })).data.reportIds).toEqual(ids);
    expect((await act(one.id, "reports", as, { reportIds: ids })).data.reportIds).toEqual(ids);
    await fulfilAppointment(app.ctx, one.id);
    const late = await act(one.id, "reports", as, { reportIds: [await makeFiledReport(app, one.patient)] });
    expect(late.problem?.code).toBe("illegal_state");
  });

  it("names what is not this patient's, and an empty list", async () => {
    const one = await laterAppointment();
    const foreign = await makeFiledReport(app, await makePatient(app));
    const paths = async (reportIds: string[]) =>
      (await act(one.id, "reports", one.patient.account.token, { reportIds })).problem?.fields?.map(({ path }) => path);
    expect(await paths([one.proofReportId, foreign])).toEqual(["reportIds.1"]);
    expect(await paths([])).toEqual(["reportIds"]);
  });

  it("is refused to strangers", async () => {
    const one = await laterAppointment();
    await expectRefused(strangers, (id, as) => act(id, "reports", as, { reportIds: [one.proofReportId] }), one.id);
    expect((await read(one.id, one.patient.account.token)).data.reportIds).toEqual([]);
  });
});

describe("the visit tells its appointment", () => {
  it("only an accepted one is opened, by one visit, and followed to its end", async () => {
    const one = await laterAppointment();
    await expect(openVisit(one)).rejects.toMatchObject({ code: "illegal_state" });
    await act(one.id, "judgement", specialist.token, { decision: "accepted" });
    const consultationId = newId();
    await openVisit(one, consultationId);
    await openVisit(one, consultationId);
    await expect(openVisit(one)).rejects.toMatchObject({ code: "illegal_state" });
    const under = (await read(one.id, one.patient.account.token)).data;
    expect(under).toMatchObject({ consultationId, consultationStatus: "in-progress", abilities: { enter: true } });
    await linkConsultation(app.ctx, { appointmentId: one.id, consultationId, status: "finished" });
    await fulfilAppointment(app.ctx, one.id);
    await fulfilAppointment(app.ctx, one.id);
    const over = (await read(one.id, specialist.token)).data;
    expect(over).toMatchObject({ status: "fulfilled", consultationStatus: "finished", abilities: { enter: false } });
    await app.settled();
    const trail = (await auditEventsOfPatient(one.patient.id)).map(({ action }) => action);
    for (const action of ["appointment:opened", "appointment:fulfilled"])
      expect(trail.filter((row) => row === action)).toHaveLength(1);
  });

  it("a cancelled one is neither opened nor fulfilled", async () => {
    const one = await laterAppointment({ accepted: true });
    await act(one.id, "cancel", one.patient.account.token, {});
    await expect(openVisit(one)).rejects.toMatchObject({ code: "illegal_state" });
    await expect(fulfilAppointment(app.ctx, one.id)).rejects.toMatchObject({ code: "illegal_state" });
  });
});
