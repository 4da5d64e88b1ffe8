import { randomUUID } from "node:crypto";
import type { Socket } from "socket.io-client";
import { Types } from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { Ack } from "@fuzhen/shared/realtime/events.ts";
import { MessageModel } from "../../src/modules/consultations/message.model.ts";
import { makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeHospital } from "../support/make-organization.ts";
import { finishVisit, makeConsultation, makeReadyVisit, type Visit } from "../support/make-consultation.ts";
import { makeFile, upload } from "../support/make-file.ts";
import { earOf, type Ear } from "../support/socket-ear.ts";
import { command, dataOf, startTestApp, type TestApp, type TestSocket } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
});
afterAll(() => app.close());

/** A connection that has entered the visit's room, and all it hears. */
async function enter(visit: Visit, token: string): Promise<{ socket: TestSocket; ear: Ear }> {
  const socket = await app.socket(token);
  const ear = earOf(socket);
  const ack = await command(socket, "consultation:join", { consultationId: visit.consultationId });
  expect(ack).toMatchObject({ ok: true, data: { id: visit.consultationId } });
  return { socket, ear };
}
const both = async (visit: Visit) => ({
  patient: await enter(visit, visit.patientToken),
  specialist: await enter(visit, visit.specialistToken),
});
const say = (socket: TestSocket, visit: Visit, text: string, clientMessageId: string = randomUUID()) =>
  command(socket, "message:send", { consultationId: visit.consultationId, clientMessageId, text });
/** What was heard, without the hints to a person's lists, which come wherever the person is. */
const inRoom = (ear: Ear) => ear.names().filter((name) => name !== "conversation:changed");
/** A packet as a stranger might write it, outside the types. */
const raw = (socket: TestSocket, event: string, ...args: unknown[]) =>
  (socket as Socket).timeout(30_000).emitWithAck(event, ...args) as Promise<Ack<unknown>>;

describe("the room of a visit", () => {
  test("both sides learn who is there, also when one leaves or is cut off", async () => {
    const visit = await makeConsultation(app);
    const patient = await enter(visit, visit.patientToken);
    await patient.ear.first("presence:changed", ({ online }) => online.join() === "patient");
    const specialist = await enter(visit, visit.specialistToken);
    await patient.ear.first("presence:changed", ({ online }) => online.join() === "patient,specialist");
    await specialist.ear.first("presence:changed", ({ online }) => online.join() === "patient,specialist");
    patient.ear.forget();
    const { consultationId } = visit;
    expect(await command(specialist.socket, "consultation:leave", { consultationId })).toEqual({
      ok: true,
      data: { ok: true },
    });
    await patient.ear.first("presence:changed", ({ online }) => online.join() === "patient");
    patient.ear.forget();
    const back = await enter(visit, visit.specialistToken);
    await patient.ear.first("presence:changed", ({ online }) => online.join() === "patient,specialist");
    patient.ear.forget();
    back.socket.disconnect();
    await patient.ear.first("presence:changed", ({ online }) => online.join() === "patient");
  });
  test("a second window of one side does not make the side leave", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const second = await enter(visit, visit.patientToken);
    specialist.ear.forget();
    second.socket.disconnect();
    const told = await specialist.ear.first("presence:changed");
    expect(told.online).toEqual(["patient", "specialist"]);
    expect(patient.ear.all("presence:changed").at(-1)?.online).toEqual(["patient", "specialist"]);
  });
  test("entering is refused to strangers, alike for a visit that is not, and logged", async () => {
    const visit = await makeConsultation(app);
    const stranger = await makeReadyVisit(app, { specialist: "own" });
    for (const token of [stranger.patientToken, stranger.specialistToken]) {
      const socket = await app.socket(token);
      for (const consultationId of [visit.consultationId, "f".repeat(24)]) {
        const ack = await command(socket, "consultation:join", { consultationId });
        expect(ack).toMatchObject({ ok: false, problem: { code: "forbidden", status: 403 } });
      }
    }
    const admin = await app.socket(visit.specialist.hospital.admin.token);
    const ack = await command(admin, "consultation:join", { consultationId: visit.consultationId });
    expect(ack).toMatchObject({ ok: false, problem: { code: "forbidden" } });
  });
  test("every other command needs the room, even from a side of the visit", async () => {
    const visit = await makeConsultation(app);
    const socket = await app.socket(visit.patientToken);
    const { consultationId } = visit;
    const refused = { ok: false, problem: { code: "forbidden" } };
    expect(await say(socket, visit, "x")).toMatchObject(refused);
    expect(await command(socket, "message:mark", { consultationId, readSeq: 1 })).toMatchObject(refused);
    expect(await command(socket, "typing:set", { consultationId, typing: true })).toMatchObject(refused);
    expect(await command(socket, "call:join", { consultationId })).toMatchObject(refused);
    expect(await command(socket, "call:leave", { consultationId })).toMatchObject(refused);
    expect(await command(socket, "call:signal", { consultationId, to: socket.id ?? "" })).toMatchObject(refused);
    expect(await command(socket, "consultation:leave", { consultationId })).toMatchObject(refused);
  });
});

describe("messages", () => {
  test("ack, the other side's event, the outsiders' silence", async () => {
    const visit = await makeConsultation(app);
    const elsewhere = await makeConsultation(app, { specialist: "own" });
    const { patient, specialist } = await both(visit);
    const outsider = await both(elsewhere);
    await app.settled();
    for (const { ear } of [outsider.patient, outsider.specialist]) ear.forget();

    const words = `夜里腿肿${randomUUID()}`;
    const sent = dataOf(await say(patient.socket, visit, words));
    expect(sent).toMatchObject({ kind: "text", sender: "patient", text: words });
    expect(await specialist.ear.first("message:created", ({ id }) => id === sent.id)).toEqual(sent);
    expect(await patient.ear.first("message:created", ({ id }) => id === sent.id)).toEqual(sent);
    await command(patient.socket, "typing:set", { consultationId: visit.consultationId, typing: true });
    expect(await specialist.ear.first("typing:changed")).toEqual({
      consultationId: visit.consultationId,
      participantId: "patient",
      typing: true,
    });
    expect(patient.ear.all("typing:changed")).toEqual([]);
    dataOf(
      await command(specialist.socket, "message:mark", { consultationId: visit.consultationId, readSeq: sent.seq }),
    );
    expect(await patient.ear.first("message:marked")).toEqual({
      consultationId: visit.consultationId,
      participantId: "specialist",
      marks: { deliveredSeq: sent.seq, readSeq: sent.seq },
    });

    // Events arrive in order: once this later one has arrived, nothing that was sent before it is still to come.
    const fence = dataOf(await say(outsider.patient.socket, elsewhere, "界"));
    for (const { ear } of [outsider.patient, outsider.specialist]) {
      await ear.first("message:created", ({ id }) => id === fence.id);
      expect(inRoom(ear)).toEqual(["message:created"]);
      const { consultationId } = elsewhere;
      expect(ear.all("conversation:changed").filter((hint) => hint.consultationId !== consultationId)).toEqual([]);
    }
    expect(app.logLines.join("\n")).not.toContain(words);
  });
  test("100 messages of both sides at once arrive on both sides once each and in order", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const acks = await Promise.all(
      Array.from({ length: 100 }, (_, i) => say(i % 2 ? patient.socket : specialist.socket, visit, `${i}`)),
    );
    const seqs = acks.map((ack) => dataOf(ack).seq).toSorted((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, i) => i + 2));
    for (const { ear } of [patient, specialist]) {
      await ear.first("message:created", ({ seq }) => seq === 101);
      const heard = ear.all("message:created").map(({ seq }) => seq);
      expect(heard.filter((seq) => seq > 1)).toEqual(seqs);
    }
  });
  test("20 sent on one socket without waiting keep their order, though the first has its sender noted as present", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    app.advance(30_000);
    for (const { socket } of [specialist, patient]) {
      const acks = await Promise.all(Array.from({ length: 20 }, (_, i) => say(socket, visit, `${i}`)));
      const seqs = acks.map((ack) => dataOf(ack).seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    }
  });
  test("one that nobody tells, as its writer has died, is heard before the next", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const { id } = dataOf(await say(patient.socket, visit, "第一句"));
    const rows = MessageModel.collection;
    const { _id, ...row } = (await rows.findOne({ _id: new Types.ObjectId(id) })) ?? { _id: null };
    await rows.insertOne({ ...row, seq: 3, clientMessageId: randomUUID(), sealedText: null });
    const next = dataOf(await say(patient.socket, visit, "第三句"));
    for (const { ear } of [patient, specialist]) {
      await ear.first("message:created", (message) => message.id === next.id);
      expect(ear.all("message:created").map((message) => message.seq)).toEqual([2, 3, 4]);
    }
  });
  test("a repeated send is acknowledged with the first message and heard once", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const id = randomUUID();
    const acks = await Promise.all(Array.from({ length: 20 }, () => say(patient.socket, visit, "再发一次", id)));
    expect(new Set(acks.map((ack) => dataOf(ack).id)).size).toBe(1);
    const fence = dataOf(await say(patient.socket, visit, "界"));
    await specialist.ear.first("message:created", (message) => message.id === fence.id);
    expect(specialist.ear.all("message:created").filter((message) => message.clientMessageId === id)).toHaveLength(1);
  });
  test("marks only grow and never pass the newest entry", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const { consultationId } = visit;
    for (let i = 0; i < 3; i++) await say(patient.socket, visit, `${i}`);
    const mark = (input: { deliveredSeq?: number; readSeq?: number }) =>
      command(specialist.socket, "message:mark", { consultationId, ...input });
    for (const input of [{ deliveredSeq: 3 }, { readSeq: 2 }, { readSeq: 1 }, { deliveredSeq: 2 }, {}, { readSeq: 99 }])
      expect((await mark(input)).ok).toBe(true);
    await app.settled();
    const fence = dataOf(await say(specialist.socket, visit, "界"));
    await patient.ear.first("message:created", ({ id }) => id === fence.id);
    expect(patient.ear.all("message:marked").map(({ marks }) => marks)).toEqual([
      { deliveredSeq: 3, readSeq: 0 },
      { deliveredSeq: 3, readSeq: 2 },
      { deliveredSeq: 4, readSeq: 4 },
    ]);
    expect(await mark({ readSeq: -1 })).toMatchObject({ ok: false, problem: { code: "invalid_input" } });
  });
});

describe("bad packets", () => {
  test("are answered with an error, counted in the log, and the room never notices", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const { consultationId } = visit;
    specialist.ear.forget();
    const warningsBefore = app.logLines.filter((line) => line.includes("socket packet refused")).length;
    const bad: [string, unknown][] = [
      ["message:send", null],
      ["message:send", "text"],
      ["message:send", []],
      ["message:send", { consultationId: { $ne: null }, clientMessageId: randomUUID(), text: "x" }],
      ["message:send", { consultationId, clientMessageId: "1", text: "x" }],
      ["message:send", { consultationId, clientMessageId: randomUUID(), text: { $gt: "" } }],
      ["message:send", { consultationId, clientMessageId: randomUUID(), text: "长".repeat(2001) }],
      ["message:mark", { consultationId, readSeq: "1" }],
      ["message:mark", { consultationId, readSeq: 1.5 }],
      ["typing:set", { consultationId, typing: "yes" }],
      ["call:join", { consultationId: "1" }],
      ["call:signal", { consultationId, to: 5 }],
      ["consultation:join", {}],
      ["consultation:join", undefined],
    ];
    for (const [event, packet] of bad)
      expect([event, await raw(patient.socket, event, packet)]).toMatchObject([
        event,
        { ok: false, problem: { code: "invalid_input", status: 400 } },
      ]);
    // The first refusal of each command has a line of its own; further ones within the interval share one line with
    // their number.
    const warnings = app.logLines.filter((line) => line.includes("socket packet refused"));
    expect(warnings.length - warningsBefore).toBe(new Set(bad.map(([event]) => event)).size);
    expect(await raw(patient.socket, "message:destroy", { consultationId })).toMatchObject({
      ok: false,
      problem: { code: "invalid_input" },
    });
    // Without an ack: nobody to tell, nothing breaks.
    (patient.socket as Socket).emit("message:send", { nonsense: true });
    const fence = dataOf(await say(patient.socket, visit, "界"));
    await specialist.ear.first("message:created", ({ id }) => id === fence.id);
    expect(inRoom(specialist.ear)).toEqual(["message:created"]);
  });
  test("a packet beyond the size limit ends that connection alone", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const gone = new Promise<string>((resolve) => patient.socket.once("disconnect", resolve));
    (patient.socket as Socket).emit("message:send", { text: "x".repeat(300 * 1024) });
    expect(await gone).toMatch(/transport/);
    await specialist.ear.first("presence:changed", ({ online }) => online.join() === "specialist");
    const again = await enter(visit, visit.patientToken);
    expect((await say(again.socket, visit, "我回来了")).ok).toBe(true);
  });
  test("a forged visit id opens nothing, from inside another room", async () => {
    const visit = await makeConsultation(app);
    const elsewhere = await makeConsultation(app, { specialist: "own" });
    const { patient, specialist } = await both(visit);
    const intruder = await enter(elsewhere, elsewhere.patientToken);
    const { consultationId } = visit;
    specialist.ear.forget();
    expect(await say(intruder.socket, visit, "x")).toMatchObject({ ok: false, problem: { code: "forbidden" } });
    for (const ack of [
      await command(intruder.socket, "typing:set", { consultationId, typing: true }),
      await command(intruder.socket, "message:mark", { consultationId, readSeq: 1 }),
      await command(intruder.socket, "call:join", { consultationId }),
      await command(intruder.socket, "call:signal", { consultationId, to: specialist.socket.id ?? "" }),
    ])
      expect(ack).toMatchObject({ ok: false, problem: { code: "forbidden" } });
    const fence = dataOf(await say(patient.socket, visit, "界"));
    await specialist.ear.first("message:created", ({ id }) => id === fence.id);
    expect(inRoom(specialist.ear)).toEqual(["message:created"]);
  });
});

describe("sessions and the server itself come and go", () => {
  test("signing out cuts the connection at once and the room learns of it", async () => {
    const visit = await makeConsultation(app);
    const { specialist } = await both(visit);
    const { phone, password } = visit.patient.account;
    const session = await app.call<Session>("POST", "/sessions", { body: { phone, password } });
    const cookie = session.headers.get("set-cookie")?.split(";")[0] ?? "";
    const leaving = await enter(visit, session.data.accessToken);
    const gone = new Promise<string>((resolve) => leaving.socket.once("disconnect", resolve));
    const headers = { cookie, "x-fuzhen": "1" };
    expect((await app.call("POST", "/sessions/end", { headers })).status).toBe(200);
    expect(await gone).toBe("io server disconnect");
    const fence = dataOf(await say(specialist.socket, visit, "还在吗"));
    await specialist.ear.first("message:created", ({ id }) => id === fence.id);
    expect(leaving.ear.all("message:created").map(({ id }) => id)).not.toContain(fence.id);
    expect(leaving.ear.names()).toContain("session:revoked");
  });
  test("what was said while a side was away is there when it comes back", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const last = dataOf(await say(patient.socket, visit, "一"));
    await specialist.ear.first("message:created", ({ id }) => id === last.id);
    specialist.socket.disconnect();
    const missed: string[] = [];
    for (const text of ["二", "三", "四"]) missed.push(dataOf(await say(patient.socket, visit, text)).id);
    const back = await enter(visit, visit.specialistToken);
    const gap = await app.call<{ messages: Message[]; lastSeq: number }>(
      "GET",
      `/consultations/${visit.consultationId}/messages?afterSeq=${last.seq}`,
      { as: visit.specialistToken },
    );
    expect(gap.data.messages.map(({ id }) => id)).toEqual(missed);
    expect(gap.data.lastSeq).toBe(last.seq + 3);
    const next = dataOf(await say(patient.socket, visit, "五"));
    expect((await back.ear.first("message:created")).id).toBe(next.id);
  });
  test("a restart in the middle of a conversation loses and doubles nothing", async () => {
    const visit = await makeConsultation(app);
    const before = await both(visit);
    const id = randomUUID();
    const first = dataOf(await say(before.patient.socket, visit, "重启之前", id));
    const cut = Promise.all(
      [before.patient, before.specialist].map(
        ({ socket }) => new Promise<void>((resolve) => socket.once("disconnect", () => resolve())),
      ),
    );
    await app.restart();
    await cut;
    const after = await both(visit);
    // As if the ack had been lost: the sender sends the message again, the receiver asks for what it missed.
    expect(dataOf(await say(after.patient.socket, visit, "重启之前", id)).id).toBe(first.id);
    const second = dataOf(await say(after.patient.socket, visit, "重启之后"));
    expect(second.seq).toBe(first.seq + 1);
    expect(await after.specialist.ear.first("message:created", (message) => message.id === second.id)).toEqual(second);
    const gap = await app.call<{ messages: Message[] }>(
      "GET",
      `/consultations/${visit.consultationId}/messages?afterSeq=${first.seq - 1}`,
      { as: visit.specialistToken },
    );
    expect(gap.data.messages).toEqual([first, second]);
  });
});

describe("pictures", () => {
  test("uploaded for the visit by a side of it, sent, and shown to both with links that open", async () => {
    const visit = await makeConsultation(app);
    const { patient, specialist } = await both(visit);
    const { consultationId } = visit;
    const file = await makeFile(app, { as: visit.patientToken, consultationId, content: "photos/landscape_6.jpg" });
    const clientMessageId = randomUUID();
    const packet = { consultationId, clientMessageId, fileId: file.id };
    const sent = dataOf(await command(patient.socket, "message:send", packet));
    expect(sent).toMatchObject({ kind: "image", text: null, image: { fileId: file.id, status: "ready" } });
    const heard = await specialist.ear.first("message:created", ({ id }) => id === sent.id);
    expect(heard.image).toMatchObject({ width: sent.image?.width, height: sent.image?.height });
    for (const link of [heard.image?.display, heard.image?.thumb]) {
      const picture = await fetch(new URL(link ?? "", app.url));
      expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/webp"]);
    }
    expect(dataOf(await command(patient.socket, "message:send", packet)).id).toBe(sent.id);
    // A scan has several pages, and all of them are sent.
    const scan = await makeFile(app, { as: visit.patientToken, consultationId, content: "pdf/pdflatex-4-pages.pdf" });
    const scanned = { consultationId, clientMessageId: randomUUID(), fileId: scan.id };
    const { image } = dataOf(await command(patient.socket, "message:send", scanned));
    expect(image?.pages.map(({ height, flaw }) => [height, flaw])).toEqual(
      Array.from({ length: 4 }, () => [1600, null]),
    );
    expect(image).toMatchObject(image?.pages[0] ?? {});
    // Another's upload, and one made for another purpose, are not there for the taking.
    const theft = { ...packet, clientMessageId: randomUUID() };
    expect(await command(specialist.socket, "message:send", theft)).toMatchObject({
      ok: false,
      problem: { code: "invalid_input", fields: [{ path: "fileId", code: "file_unknown" }] },
    });
  });
  test("R64 nobody else may upload for the visit, nor a side once nothing is asked any more", async () => {
    const hospital = await makeHospital(app, { visitSettings: { opensMinutesBefore: 1440, questionHours: 0 } });
    const specialist = await makeScheduledSpecialist(app, { hospital });
    const visit = await makeConsultation(app, { specialist });
    const stranger = await makeReadyVisit(app, { specialist: "own" });
    const { consultationId } = visit;
    const content = "photos/landscape_6.jpg";
    for (const as of [stranger.patientToken, stranger.specialistToken, null]) {
      const { refused } = await upload(app, { as, consultationId, content });
      expect(refused?.status).toBe(as ? 403 : 401);
    }
    await finishVisit(app, visit);
    const { refused } = await upload(app, { as: visit.patientToken, consultationId, content });
    expect(refused?.problem?.code).toBe("visit_closed");
  });
});
