import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { maskName } from "@fuzhen/shared/patients/masks.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { notify } from "../../src/modules/notifications/notify.ts";
import { newId, type Fact } from "../../src/platform/outbox.ts";
import { makeConsultation, makeReadyVisit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
});
afterAll(() => app.close());

interface Lines {
  items: Notification[];
  nextCursor: string | null;
  unread: number;
}
async function linesOf(token: string, query = ""): Promise<Lines> {
  await app.settled();
  const reply = await app.call<Lines>("GET", `/notifications${query}`, { as: token });
  expect(reply.status).toBe(200);
  return reply.data;
}
const kinds = ({ items }: Lines) => items.map(({ kind }) => kind);
const read = (token: string | null, upToId: unknown) =>
  app.call<{ unread: number }>("POST", "/notifications/read", { as: token, body: { upToId } });

describe("who is told what", () => {
  test("a visit from booking to plan", async () => {
    const visit = await makeConsultation(app, { specialist: "own" });
    const body = { chiefComplaint: "一", presentIllness: "二", plan: "三", diagnoses: [{ code: "N03", display: "" }] };
    const note = `/consultations/${visit.consultationId}/note`;
    await app.call("PUT", note, { as: visit.specialistToken, body: { ...body, expectedVersion: 0 } });
    await app.call("POST", `${note}/sign`, { as: visit.specialistToken, body: { expectedVersion: 1 } });

    const patient = await linesOf(visit.patientToken);
    expect(kinds(patient)).toEqual(["plan-signed", "visit-opened", "follow-up-accepted"]);
    expect(patient.unread).toBe(3);
    const specialistName = visit.specialist.record.name;
    const inVisit = { type: "consultation", id: visit.consultationId };
    const inAppointment = { type: "appointment", id: visit.appointmentId };
    expect(patient.items).toMatchObject([
      { params: { specialistName }, subject: inVisit, readAt: null },
      { params: { specialistName }, subject: inVisit },
      { params: { specialistName, start: visit.start }, subject: inAppointment },
    ]);
    const specialist = await linesOf(visit.specialistToken);
    expect(specialist.items).toMatchObject([
      {
        kind: "appointment-booked",
        params: { start: visit.start, patientName: maskName(visit.patient.record.name) },
        subject: inAppointment,
      },
    ]);
  });
  test("a cancellation tells the other side alone", async () => {
    const cancel = (appointmentId: string, as: string) =>
      app.call("POST", `/appointments/${appointmentId}/cancel`, { as, body: { reason: "有事" } });
    const bySpecialist = await makeReadyVisit(app, { specialist: "own" });
    expect((await cancel(bySpecialist.appointmentId, bySpecialist.specialistToken)).status).toBe(200);
    expect(kinds(await linesOf(bySpecialist.patientToken))).toEqual(["appointment-cancelled", "follow-up-accepted"]);
    expect(kinds(await linesOf(bySpecialist.specialistToken))).toEqual(["appointment-booked"]);
    const byPatient = await makeReadyVisit(app, { specialist: "own", judged: false, minutesAhead: 60 });
    expect((await cancel(byPatient.appointmentId, byPatient.patientToken)).status).toBe(200);
    expect(kinds(await linesOf(byPatient.patientToken))).toEqual([]);
    expect(kinds(await linesOf(byPatient.specialistToken))).toEqual(["appointment-cancelled", "appointment-booked"]);
  });
  test("a declined follow-up tells the patient once", async () => {
    const ready = await makeReadyVisit(app, { judged: false });
    const reply = await app.call("PUT", `/appointments/${ready.appointmentId}/judgement`, {
      as: ready.specialistToken,
      body: { decision: "declined", reason: "需要面诊" },
    });
    expect(reply.status).toBe(200);
    const { items } = await linesOf(ready.patientToken);
    expect(items.map(({ kind }) => kind)).toEqual(["follow-up-declined"]);
    expect(JSON.stringify(items)).not.toContain("需要面诊");
  });
});

describe("delivery", () => {
  test("reaches the person's sockets and nobody else's", async () => {
    const ready = await makeReadyVisit(app, { judged: false });
    const other = await makeReadyVisit(app, { judged: false });
    await app.settled();
    const ear = earOf(await app.socket(ready.patientToken));
    const outsider = earOf(await app.socket(other.patientToken));
    const judge = (one: typeof ready) =>
      app.call("PUT", `/appointments/${one.appointmentId}/judgement`, {
        as: one.specialistToken,
        body: { decision: "accepted" },
      });
    await judge(ready);
    const told = await ear.first("notification:created");
    expect(told).toMatchObject({ kind: "follow-up-accepted", subject: { id: ready.appointmentId } });
    expect((await linesOf(ready.patientToken)).items[0]).toEqual(told);
    await judge(other);
    expect((await outsider.first("notification:created")).subject.id).toBe(other.appointmentId);
    expect(outsider.all("notification:created")).toHaveLength(1);
  });
  test("a fact that comes again, also at the same moment, adds no line", async () => {
    const visit = await makeConsultation(app);
    const before = await linesOf(visit.patientToken);
    const fact: Fact = {
      id: newId(),
      type: "consultation:opened",
      at: app.ctx.now(),
      actor: null,
      requestId: "test",
      ip: "",
      userAgent: "",
      traceparent: null,
      patientId: visit.patientId,
      entity: { type: "consultation", id: visit.consultationId },
      data: {
        consultationId: visit.consultationId,
        appointmentId: visit.appointmentId,
        patientId: visit.patientId,
        specialistId: visit.specialist.specialistId,
        accountId: visit.patient.account.id,
      },
    };
    await Promise.all(Array.from({ length: 5 }, () => notify.deliver(fact, app.app.services)));
    await notify.deliver(fact, app.app.services);
    expect((await linesOf(visit.patientToken)).items).toHaveLength(before.items.length + 1);
  });
  test("a report whose file was refused tells the patient's account", async () => {
    const visit = await makeReadyVisit(app);
    const reportId = newId();
    await app.settled();
    await notify.deliver(
      {
        id: newId(),
        type: "report:file-refused",
        at: app.ctx.now(),
        actor: null,
        requestId: "test",
        ip: "",
        userAgent: "",
        traceparent: null,
        patientId: visit.patientId,
        entity: { type: "DiagnosticReport", id: reportId },
        data: { reportId, accountId: visit.patient.account.id, fileId: newId() },
      },
      app.app.services,
    );
    expect((await linesOf(visit.patientToken)).items[0]).toMatchObject({
      kind: "report-refused",
      subject: { type: "report", id: reportId },
    });
  });
});

describe("the list", () => {
  test("pages without loss, and reading up to a line leaves the newer ones unread", async () => {
    const visit = await makeConsultation(app);
    const { items } = await linesOf(visit.patientToken);
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 5; page++) {
      const part: Lines = await linesOf(visit.patientToken, `?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...part.items.map(({ id }) => id));
      cursor = part.nextCursor;
    }
    expect(seen).toEqual(items.map(({ id }) => id));
    expect((await read(visit.patientToken, items[1]?.id)).data).toEqual({ unread: 1 });
    const after = await linesOf(visit.patientToken);
    expect(after.items.map(({ readAt }) => readAt)).toEqual([null, app.ctx.now().toISOString()]);
    expect((await read(visit.patientToken, items[0]?.id)).data).toEqual({ unread: 0 });
    expect((await read(visit.patientToken, items[0]?.id)).data).toEqual({ unread: 0 });
  });
  test("nobody reads for another", async () => {
    const one = await makeConsultation(app);
    const two = await makeConsultation(app);
    const { items, unread } = await linesOf(one.patientToken);
    await linesOf(two.patientToken);
    await read(two.patientToken, items[0]?.id);
    expect((await linesOf(one.patientToken)).unread).toBe(unread);
  });
  test("401 and 400", async () => {
    const visit = await makeReadyVisit(app);
    expect((await app.call("GET", "/notifications")).status).toBe(401);
    expect((await read(null, newId())).status).toBe(401);
    expect((await read(visit.patientToken, "1")).problem?.fields).toMatchObject([{ path: "upToId" }]);
    expect((await read(visit.patientToken, { $gt: "" })).status).toBe(400);
    const wrong = await app.call("GET", "/notifications?cursor=x", { as: visit.patientToken });
    expect(wrong.problem?.fields).toMatchObject([{ path: "cursor" }]);
  });
});
