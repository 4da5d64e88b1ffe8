import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message, Ring } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { RING_MS } from "@fuzhen/shared/consultations/call.rules.ts";
import mongoose from "mongoose";
import { callsRingOut } from "../../src/migrations/calls-ring-out.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
});
afterAll(() => app.close());

async function enter(visit: Visit, token: string) {
  const socket = await app.socket(token);
  const ear = earOf(socket);
  expect(await command(socket, "consultation:join", { consultationId: visit.consultationId })).toMatchObject({
    ok: true,
  });
  return { socket, ear };
}
/** The specialist calls, and a device of the patient that shows any other page. */
async function ring(visit: Visit) {
  const elsewhere = earOf(await app.socket(visit.patientToken));
  const doctor = await enter(visit, visit.specialistToken);
  const joined = await command(doctor.socket, "call:join", { consultationId: visit.consultationId });
  if (!joined.ok) throw new Error(joined.problem.code);
  await elsewhere.first("call:changed", ({ call }) => call?.id === joined.data.callId);
  return { ...doctor, callId: joined.data.callId, elsewhere };
}
const ringing = async (as: string | null) =>
  (await app.call<{ items: Ring[] }>("GET", "/consultations/ringing", { as })).data.items;
const declineAt = (visit: Visit, callId: string) => `/consultations/${visit.consultationId}/calls/${callId}/decline`;
const eventsOf = async (visit: Visit) =>
  (
    await app.call<{ messages: Message[] }>("GET", `/consultations/${visit.consultationId}/messages`, {
      as: visit.patientToken,
    })
  ).data.messages.map(({ event }) => event);

test("whoever is called finds what rings on any page, with who calls and until when; nobody else does", async () => {
  const [visit, other] = [await makeConsultation(app), await makeConsultation(app)];
  const { callId, socket } = await ring(visit);
  expect(await ringing(visit.patientToken)).toEqual([
    {
      callId,
      consultationId: visit.consultationId,
      appointmentId: visit.appointmentId,
      callerName: expect.any(String),
      callerKind: "specialist",
      patientName: visit.patient.record.name,
      startedAt: "2026-11-23T01:00:00.000Z",
      ringsUntil: "2026-11-23T01:00:45.000Z",
    },
  ]);
  expect(await ringing(visit.specialistToken)).toEqual([]);
  expect(await ringing(other.patientToken)).toEqual([]);
  expect((await app.call("GET", "/consultations/ringing", { as: null })).status).toBe(401);
  await command(socket, "call:leave", { consultationId: visit.consultationId });
});

test("it is turned down from any page, that call alone; strangers are refused; twice is harmless", async () => {
  const [visit, other] = [await makeConsultation(app), await makeConsultation(app, { specialist: "own" })];
  const { callId, ear, elsewhere } = await ring(visit);
  for (const [as, status] of [
    [null, 401],
    [other.patientToken, 403],
    [other.specialistToken, 403],
  ] as const)
    expect((await app.call("POST", declineAt(visit, callId), { as })).status).toBe(status);
  expect((await app.call("POST", declineAt(visit, "nothing"), { as: visit.patientToken })).status).toBe(400);
  // An earlier call's button, pressed late.
  expect((await app.call("POST", declineAt(visit, visit.consultationId), { as: visit.patientToken })).status).toBe(200);
  expect(await ringing(visit.patientToken)).toHaveLength(1);
  expect((await app.call("POST", declineAt(visit, callId), { as: visit.patientToken })).status).toBe(200);
  expect(await ear.first("call:ended")).toMatchObject({ reason: "declined" });
  await elsewhere.first("call:changed", ({ call }) => call === null);
  expect((await app.call("POST", declineAt(visit, callId), { as: visit.patientToken })).status).toBe(200);
  expect(await ringing(visit.patientToken)).toEqual([]);
  expect(await eventsOf(visit)).toEqual(["visit-opened", "call-declined"]);
});

test("it stops after 45 seconds on all devices, and is logged as missed; what was taken goes on", async () => {
  const [visit, taken] = [await makeConsultation(app), await makeConsultation(app)];
  const { ear, elsewhere } = await ring(visit);
  const { ear: talking } = await ring(taken);
  const patient = await enter(taken, taken.patientToken);
  await command(patient.socket, "call:join", { consultationId: taken.consultationId });
  app.advance(RING_MS + 1);
  expect(await ear.first("call:ended")).toMatchObject({ reason: "no-answer" });
  await elsewhere.first("call:changed", ({ call }) => call === null);
  expect(await eventsOf(visit)).toEqual(["visit-opened", "call-missed"]);
  await app.settled();
  expect(talking.names()).not.toContain("call:ended");
  expect(await eventsOf(taken)).toEqual(["visit-opened", "call-started"]);
  await command(patient.socket, "call:leave", { consultationId: taken.consultationId });
  expect(await eventsOf(taken)).toEqual(["visit-opened", "call-started", "call-ended"]);
});

test("who gives up before anybody came has called nobody, from another device of theirs too", async () => {
  const visit = await makeConsultation(app);
  const { socket, ear, elsewhere } = await ring(visit);
  await command(socket, "call:leave", { consultationId: visit.consultationId });
  expect(await ear.first("call:ended")).toMatchObject({ reason: "cancelled" });
  await elsewhere.first("call:changed", ({ call }) => call === null);
  const again = await ring(visit);
  again.socket.disconnect();
  await again.elsewhere.first("call:changed", ({ call }) => call?.present.length === 0);
  expect((await app.call("POST", declineAt(visit, again.callId), { as: visit.specialistToken })).status).toBe(200);
  expect(await eventsOf(visit)).toEqual(["visit-opened", "call-cancelled", "call-cancelled"]);
});

test("a call of an earlier release rings out too", async () => {
  const visit = await makeConsultation(app);
  const { ear } = await ring(visit);
  await mongoose.connection
    .collection("calls")
    .updateMany(
      { active: true, answeredAt: null },
      { $unset: { dueAt: 1, attempts: 1, lease: 1, leasedUntil: 1, called: 1 } },
    );
  expect(await callsRingOut(app.ctx)).toBe(1);
  expect(await callsRingOut(app.ctx)).toBe(0);
  app.advance(RING_MS + 1);
  expect(await ear.first("call:ended")).toMatchObject({ reason: "no-answer" });
});
