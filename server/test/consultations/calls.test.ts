import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { broadcast } from "../../src/modules/consultations/consultation.broadcast.ts";
import type { Consultation, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ack } from "@fuzhen/shared/realtime/events.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp, type TestSocket } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    now: "2026-11-23T01:00:00Z",
    env: { STUN_URLS: "stun:s.example", TURN_URLS: "turn:t.example", TURN_SECRET: "north" },
  });
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
const sides = async (visit: Visit) => ({
  patient: await enter(visit, visit.patientToken),
  specialist: await enter(visit, visit.specialistToken),
});
const dataOf = <T>(ack: Ack<T>): T => {
  if (!ack.ok) throw new Error(ack.problem.code);
  return ack.data;
};
const join = async (visit: Visit, socket: TestSocket) =>
  dataOf(await command(socket, "call:join", { consultationId: visit.consultationId }));
const leave = (visit: Visit, socket: TestSocket) =>
  command(socket, "call:leave", { consultationId: visit.consultationId });
const decline = (visit: Visit, socket: TestSocket) =>
  command(socket, "call:decline", { consultationId: visit.consultationId });
const eventsOf = async (visit: Visit) =>
  (
    await app.call<{ messages: Message[] }>("GET", `/consultations/${visit.consultationId}/messages`, {
      as: visit.patientToken,
    })
  ).data.messages.map(({ event }) => event);
const visitNow = async (visit: Visit) =>
  (await app.call<Consultation>("GET", `/consultations/${visit.consultationId}`, { as: visit.patientToken })).data;

describe("a call", () => {
  test("begins with the first who joins and rings the other, wherever they are", async () => {
    const visit = await makeConsultation(app);
    const elsewhere = await app.socket(visit.patientToken);
    const ear = earOf(elsewhere);
    const specialist = await enter(visit, visit.specialistToken);
    const joined = await join(visit, specialist.socket);
    expect(joined).toMatchObject({ selfPeerId: specialist.socket.id, peers: [] });
    expect(joined.iceServers).toMatchObject([
      { urls: ["stun:s.example"] },
      { urls: ["turn:t.example"], username: `${Date.parse("2026-11-23T02:00:00Z") / 1000}:${visit.specialist.id}` },
    ]);
    const ring = await ear.first("call:changed");
    expect(ring).toMatchObject({
      consultationId: visit.consultationId,
      call: { id: joined.callId, startedBy: "specialist" },
    });
    expect((await visitNow(visit)).call?.id).toBe(joined.callId);
    // It has not begun: nobody has taken it.
    expect(await eventsOf(visit)).toEqual(["visit-opened"]);
  });
  test("both press at the same moment: one call, and they find each other", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    const [one, two] = await Promise.all([join(visit, patient.socket), join(visit, specialist.socket)]);
    expect(one.callId).toBe(two.callId);
    const known = [
      ...one.peers.map(({ peerId }) => peerId),
      ...patient.ear.all("call:peer-joined").map(({ peerId }) => peerId),
    ];
    if (known.length === 0) known.push((await patient.ear.first("call:peer-joined")).peerId);
    expect(known).toContain(specialist.socket.id);
    expect(await eventsOf(visit)).toEqual(["visit-opened", "call-started"]);
  });
  test("joining again changes nothing", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    await join(visit, patient.socket);
    await join(visit, specialist.socket);
    const again = await join(visit, specialist.socket);
    expect(again.peers).toEqual([{ peerId: patient.socket.id, participantId: "patient" }]);
    expect(patient.ear.all("call:peer-joined")).toEqual([
      { consultationId: visit.consultationId, peerId: specialist.socket.id, participantId: "specialist" },
    ]);
  });
  test("signals reach the one peer they are for", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    const onlooker = await enter(visit, visit.patientToken);
    await join(visit, patient.socket);
    await join(visit, specialist.socket);
    const { consultationId } = visit;
    const to = specialist.socket.id ?? "";
    const packets = [
      { description: { type: "offer" as const, sdp: "v=0" } },
      { candidate: { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" } },
      { candidate: null },
      { media: { audio: true, video: false } },
    ];
    for (const packet of packets)
      dataOf(await command(patient.socket, "call:signal", { consultationId, to, ...packet }));
    await specialist.ear.first("call:signal", ({ media }) => media !== undefined);
    expect(specialist.ear.all("call:signal")).toEqual(
      packets.map((packet) => ({ consultationId, from: patient.socket.id, ...packet })),
    );
    const refused = { ok: false, problem: { code: "forbidden" } };
    const offer = { consultationId, description: { type: "offer" as const, sdp: "v=0" } };
    // From outside the call, to outside it, to oneself, to nobody.
    expect(await command(onlooker.socket, "call:signal", { ...offer, to })).toMatchObject(refused);
    for (const other of [onlooker.socket.id ?? "", patient.socket.id ?? "", "nobody"])
      expect(await command(patient.socket, "call:signal", { ...offer, to: other })).toMatchObject(refused);
    expect(onlooker.ear.names()).not.toContain("call:signal");
    expect(app.logLines.join("\n")).not.toContain("candidate:1");
  });
  test("hanging up ends it for both, once, and the next call is a new one", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    const first = await join(visit, patient.socket);
    await join(visit, specialist.socket);
    for (const ack of await Promise.all([leave(visit, patient.socket), leave(visit, specialist.socket)]))
      expect(ack.ok).toBe(true);
    for (const { ear } of [patient, specialist]) {
      expect(await ear.first("call:ended")).toEqual({ consultationId: visit.consultationId, reason: "hung-up" });
      expect((await ear.first("call:changed", ({ call }) => call === null)).consultationId).toBe(visit.consultationId);
    }
    expect(await eventsOf(visit)).toEqual(["visit-opened", "call-started", "call-ended"]);
    expect((await leave(visit, patient.socket)).ok).toBe(true);
    expect((await visitNow(visit)).call).toBeNull();
    const next = await join(visit, specialist.socket);
    expect(next.callId).not.toBe(first.callId);
    expect(next.peers).toEqual([]);
  });
  test("declining while it rings ends it; the caller's socket is no peer of the next", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    await join(visit, specialist.socket);
    expect((await decline(visit, patient.socket)).ok).toBe(true);
    expect(await specialist.ear.first("call:ended")).toMatchObject({ reason: "declined" });
    expect((await join(visit, patient.socket)).peers).toEqual([]);
  });
  test("whatever is told late of a call that is over, its end is heard with its reason first", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    const { callId } = await join(visit, specialist.socket);
    await decline(visit, patient.socket);
    await specialist.ear.first("call:changed", ({ call }) => call === null);
    expect(specialist.ear.all("call:ended")).toMatchObject([{ reason: "declined" }]);
    const { consultationId, patientId } = visit;
    const data = {
      consultationId,
      callId,
      appointmentId: visit.appointmentId,
      specialistId: visit.specialist.specialistId,
    };
    const started = { type: "call:started", patientId, data: { ...data, accountId: visit.patient.account.id } };
    expect(await broadcast["call:started"]?.(started as never, app.app.services)).toEqual([]);
  });
  test("a cut line or a reload tells the other and leaves the call running", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    const { callId } = await join(visit, patient.socket);
    await join(visit, specialist.socket);
    const lost = specialist.socket.id;
    specialist.socket.disconnect();
    expect(await patient.ear.first("call:peer-left")).toEqual({ consultationId: visit.consultationId, peerId: lost });
    const back = await enter(visit, visit.specialistToken);
    const rejoined = await join(visit, back.socket);
    expect(rejoined).toMatchObject({ callId, peers: [{ peerId: patient.socket.id, participantId: "patient" }] });
    expect(rejoined.selfPeerId).not.toBe(lost);
    expect(patient.ear.names()).not.toContain("call:ended");
    expect(await eventsOf(visit)).toEqual(["visit-opened", "call-started"]);
  });
  test("leaving the room leaves the call", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await sides(visit);
    await join(visit, patient.socket);
    await join(visit, specialist.socket);
    await command(specialist.socket, "consultation:leave", { consultationId: visit.consultationId });
    expect((await patient.ear.first("call:peer-left")).peerId).toBe(specialist.socket.id);
  });
});
