import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Consultation, ConsultationLine, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { unsaidPayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import { signInAs } from "../support/make-account.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { finishVisit, makeConsultation, makeReadyVisit, type Visit } from "../support/make-consultation.ts";
import { makeFile, upload } from "../support/make-file.ts";
import { makeHospital } from "../support/make-organization.ts";
import { makeStaff, signIn } from "../support/make-user.ts";
import { auditEventsOfPatient } from "../support/trail.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

const HOUR_MS = 60 * MINUTE_MS;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
});
afterAll(() => app.close());

/** A visit whose note is signed, in a hospital of its own. */
async function makeFinished(visitSettings: { questionHours?: number; careAccessDays?: number } = {}) {
  const hospital = await makeHospital(app, { visitSettings: { opensMinutesBefore: 1440, ...visitSettings } });
  const specialist = await makeScheduledSpecialist(app, { hospital });
  const visit = await makeConsultation(app, { specialist });
  await finishVisit(app, visit);
  return { ...visit, hospital };
}
const post = (visit: Visit, as: string | null, text: string, clientMessageId: string = randomUUID()) =>
  app.call<Message>("POST", `/consultations/${visit.consultationId}/messages`, { as, body: { clientMessageId, text } });
const look = async (visit: Visit, as: string) =>
  (await app.call<Consultation>("GET", `/consultations/${visit.consultationId}`, { as })).data;
const questions = async (as: string | null) =>
  app.call<{ items: ConsultationLine[] }>("GET", "/consultations/questions", { as });
/** Days later sessions have ended, so people sign in anew. */
const again = async (visit: Visit) => ({
  ...visit,
  patientToken: (await signIn(app, visit.patient.account)).token,
  specialistToken: (await signIn(app, visit.specialist)).token,
});
/** What a closed talk refuses to this side. */
async function expectClosed(visit: Visit, as: string): Promise<void> {
  expect((await post(visit, as, "还有一件事")).problem?.code).toBe("visit_closed");
  const { consultationId } = visit;
  const { refused } = await upload(app, { as, consultationId, content: "photos/landscape_6.jpg" });
  expect(refused?.problem?.code).toBe("visit_closed");
  expect(await look(visit, as)).toMatchObject({ questionsUntil: null, abilities: { send: false } });
}

describe("questions after a visit", () => {
  test("both sides write on until the organisation's hours are over, to the moment, and nothing but that", async () => {
    const made = await makeFinished({ questionHours: 72 });
    const { finishedAt, questionsUntil } = await look(made, made.patientToken);
    expect(Date.parse(questionsUntil ?? "") - Date.parse(finishedAt ?? "")).toBe(72 * HOUR_MS);
    const asked = await post(made, made.patientToken, "药饭前吃还是饭后吃？");
    expect([asked.status, asked.data.sender]).toEqual([200, "patient"]);
    expect((await post(made, made.specialistToken, "饭后半小时")).data.seq).toBe(asked.data.seq + 1);
    // No call, no note.
    const socket = await app.socket(made.specialistToken);
    const { consultationId } = made;
    await command(socket, "consultation:join", { consultationId });
    expect(await command(socket, "call:join", { consultationId })).toMatchObject({ problem: { code: "visit_closed" } });
    const body = { chiefComplaint: "x", presentIllness: "", plan: "", diagnoses: [], expectedVersion: 1 };
    const note = await app.call("PUT", `/consultations/${consultationId}/note`, { as: made.specialistToken, body });
    expect(note.status).toBe(409);

    app.advance(72 * HOUR_MS - 1);
    const visit = await again(made);
    const last = randomUUID();
    expect((await post(visit, visit.patientToken, "最后一问", last)).status).toBe(200);
    app.advance(1);
    for (const as of [visit.patientToken, visit.specialistToken]) await expectClosed(visit, as);
    // What was stored in time is answered again, however late.
    expect((await post(visit, visit.patientToken, "最后一问", last)).status).toBe(200);
  });

  test("an organisation that takes none closes the chat with the visit; its hours count from the next visit on", async () => {
    const closed = await makeFinished({ questionHours: 0 });
    for (const as of [closed.patientToken, closed.specialistToken]) await expectClosed(closed, as);
    const as = closed.hospital.admin.token;
    const body = { questionHours: 5, complaintPhone: "", feePayment: unsaidPayment };
    const reply = await app.call("PUT", "/admin/service-rules", { as, body });
    expect(reply.status).toBe(200);
    await expectClosed(closed, closed.patientToken);
  });

  test("R64 a hospital that shows no record after the visit still lets the specialist answer, and no more", async () => {
    const visit = await again(await makeFinished({ careAccessDays: 0, questionHours: 168 }));
    app.advance(2 * DAY_MS);
    const { specialistToken: as } = await again(visit);
    const get = async (path: string) => (await app.call("GET", path, { as })).status;
    expect(await get(`/consultations/${visit.consultationId}/messages`)).toBe(200);
    expect(await get(`/appointments/${visit.appointmentId}`)).toBe(200);
    expect(await get(`/patients/${visit.patientId}/reports`)).toBe(403);
    expect((await post(visit, as, "按原来的量吃")).status).toBe(200);
    app.advance(5 * DAY_MS);
    const late = await again(visit);
    expect((await post(late, late.specialistToken, "迟了")).status).toBe(403);
    await expectClosed(late, late.patientToken);
  });

  test("R65 a picture that was asked with is opened while its specialist may answer, each time in the trail; then no more", async () => {
    const { consultationId, ...rest } = await makeFinished({ careAccessDays: 0, questionHours: 168 });
    app.advance(2 * DAY_MS);
    const visit = await again({ consultationId, ...rest });
    const content = "photos/landscape_6.jpg";
    const { id: fileId } = await makeFile(app, { as: visit.patientToken, consultationId, content });
    const body = { clientMessageId: randomUUID(), fileId };
    const said = `/consultations/${consultationId}/messages`;
    expect((await app.call("POST", said, { as: visit.patientToken, body })).status).toBe(200);
    const look = async (as: string) => {
      const { data } = await app.call<{ messages: Message[] }>("GET", said, { as });
      return new URL(data.messages.at(-1)?.image?.display ?? "", app.url);
    };
    const openings = async () => {
      await app.settled();
      const trail = await auditEventsOfPatient(visit.patientId);
      return trail
        .filter(({ action, actor }) => action === "read-file" && String(actor?.userId) === visit.specialist.id)
        .map(({ purpose, outcome, data }) => [purpose, outcome, data]);
    };
    const read = expect.objectContaining({ consultationId, variant: "display-0" });
    expect((await fetch(await look(visit.specialistToken))).status).toBe(200);
    expect(await openings()).toEqual([["visit", "allowed", read]]);
    app.advance(5 * DAY_MS - MINUTE_MS);
    const late = await look((await again(visit)).specialistToken);
    expect((await fetch(late)).status).toBe(200);
    app.advance(MINUTE_MS);
    expect((await fetch(late)).status).toBe(403);
    expect((await openings()).map(([, outcome]) => outcome)).toEqual(["allowed", "allowed", "refused"]);
  });

  test("a right that ends closes the chat for both: nobody is left asking where nobody can answer (R4, R54)", async () => {
    const endings: [string, (visit: Awaited<ReturnType<typeof makeFinished>>) => Promise<{ status: number }>][] = [
      [
        "the consent",
        (visit) => app.call("DELETE", `/patients/${visit.patientId}/consents/health-data`, { as: visit.patientToken }),
      ],
      [
        "the place in the hospital",
        ({ hospital, specialist }) =>
          app.call("PUT", `/admin/specialists/${specialist.specialistId}/published`, {
            as: hospital.admin.token,
            body: { published: false },
          }),
      ],
    ];
    for (const [what, end] of endings) {
      const visit = await makeFinished();
      const { consultationId } = visit;
      const socket = await app.socket(visit.patientToken);
      await command(socket, "consultation:join", { consultationId });
      const say = (text: string) =>
        command(socket, "message:send", { consultationId, clientMessageId: randomUUID(), text });
      expect([what, (await say("在吗")).ok]).toEqual([what, true]);
      expect([what, (await end(visit)).status]).toEqual([what, 200]);
      expect([what, await say("还在吗")]).toMatchObject([what, { problem: { code: "visit_closed" } }]);
      await expectClosed(visit, visit.patientToken);
      expect((await post(visit, visit.specialistToken, "在")).status).toBe(403);
    }
  });
});

describe("the specialist's list of questions", () => {
  test("has what is unread or unanswered, of visits that are over, and only theirs", async () => {
    const visit = await makeFinished();
    const as = visit.specialistToken;
    const open = await makeConsultation(app, { specialist: visit.specialist });
    await post(open, open.patientToken, "在吗");
    expect((await questions(as)).data.items).toEqual([]);
    await post(visit, visit.patientToken, "药饭前吃还是饭后吃？");
    expect((await questions(as)).data.items).toMatchObject([
      {
        id: visit.consultationId,
        appointmentId: visit.appointmentId,
        status: "finished",
        lastMessage: "药饭前吃还是饭后吃？",
        unread: 1,
        questionsUntil: (await look(visit, as)).questionsUntil,
      },
    ]);
    const other = await makeReadyVisit(app, { specialist: "own" });
    expect((await questions(other.specialistToken)).data.items).toEqual([]);
    // Read is not answered.
    const socket = await app.socket(as);
    await command(socket, "consultation:join", { consultationId: visit.consultationId });
    await command(socket, "message:mark", { consultationId: visit.consultationId, readSeq: 3 });
    expect((await questions(as)).data.items).toMatchObject([{ unread: 0 }]);
    await post(visit, as, "饭后");
    expect((await questions(as)).data.items).toEqual([]);
    await post(visit, visit.patientToken, "好的");
    await app.call("DELETE", `/patients/${visit.patientId}/consents/health-data`, { as: visit.patientToken });
    expect((await questions(as)).data.items).toEqual([]);
  });
  test("401 for nobody, 403 for patients and admins", async () => {
    const visit = await makeFinished();
    const admin = await makeStaff(app, visit.hospital.organization);
    expect((await questions(null)).status).toBe(401);
    for (const as of [visit.patientToken, admin.token, await signInAs(app, "admin")])
      expect((await questions(as)).status).toBe(403);
  });
});
