import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Consultation, ConsultationLine, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { makeConsultation, makeReadyVisit, type ReadyVisit, type Visit } from "../support/make-consultation.ts";
import { signInAs } from "../support/make-account.ts";
import { signIn } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

let app: TestApp;
let visit: Visit;
let others: { patient: string; specialist: string; admin: string };
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
  visit = await makeConsultation(app);
  const stranger = await makeReadyVisit(app, { specialist: "own" });
  others = {
    patient: stranger.patientToken,
    specialist: stranger.specialistToken,
    admin: await signInAs(app, "admin"),
  };
});
afterAll(() => app.close());

const open = (appointmentId: string, as: string | null) =>
  app.call<Consultation>("POST", `/appointments/${appointmentId}/consultation`, { as });
const send = (to: Visit, as: string | null, body: object) =>
  app.call<Message>("POST", `/consultations/${to.consultationId}/messages`, { as, body });
const say = (to: Visit, as: string, text: string, clientMessageId: string = randomUUID()) =>
  send(to, as, { clientMessageId, text });
const timeline = async (of: Visit, query = "", as = of.patientToken) =>
  (
    await app.call<{ messages: Message[]; lastSeq: number }>(
      "GET",
      `/consultations/${of.consultationId}/messages${query}`,
      { as },
    )
  ).data;
const strangers = () =>
  [
    [others.patient, "another patient"],
    [others.specialist, "another specialist"],
    [others.admin, "an admin"],
  ] as const;

describe("opening a visit", () => {
  test("answers the visit with its first entry", async () => {
    const ready = await makeReadyVisit(app);
    const reply = await open(ready.appointmentId, ready.specialistToken);
    expect(reply.status).toBe(200);
    expect(reply.data).toMatchObject({
      status: "in-progress",
      lastSeq: 1,
      call: null,
      openedAt: app.ctx.now().toISOString(),
      finishedAt: null,
      abilities: { send: true, call: true, writeNote: true, readPlan: false },
      appointment: { id: ready.appointmentId, consultationId: reply.data.id, consultationStatus: "in-progress" },
    });
    const [entry] = (await timeline({ ...ready, consultationId: reply.data.id })).messages;
    expect(entry).toMatchObject({ seq: 1, kind: "event", event: "visit-opened", sender: null, text: null });
  });
  test("again answers the same visit, also from ten windows at once", async () => {
    const ready = await makeReadyVisit(app);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => open(ready.appointmentId, ready.specialistToken)),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const [id, ...rest] = new Set(replies.map(({ data }) => data.id));
    expect(rest).toEqual([]);
    expect((await timeline({ ...ready, consultationId: id ?? "" })).lastSeq).toBe(1);
    const later = await open(ready.appointmentId, ready.specialistToken);
    expect(later.data.id).toBe(id);
  });
  test("401 without a session", async () => {
    expect((await open(visit.appointmentId, null)).status).toBe(401);
  });
  test("403 for everyone but the appointment's specialist, also of an appointment that is not", async () => {
    for (const as of [others.patient, others.specialist, others.admin, visit.patientToken])
      expect((await open(visit.appointmentId, as)).problem?.code).toBe("forbidden");
    expect((await open("f".repeat(24), visit.specialistToken)).problem?.code).toBe("forbidden");
  });
  test("400 for what is no id", async () => {
    const reply = await open("x", visit.specialistToken);
    expect(reply.problem).toMatchObject({ code: "invalid_input", fields: [{ path: "appointmentId" }] });
  });
  test("R11 not before the follow-up has been judged", async () => {
    const ready = await makeReadyVisit(app, { judged: false });
    expect((await open(ready.appointmentId, ready.specialistToken)).problem?.code).toBe("judgement_required");
  });
  test("R9 not while a consent is missing", async () => {
    const ready = await makeReadyVisit(app);
    const url = `/patients/${ready.patientId}/consents/telehealth`;
    expect((await app.call("DELETE", url, { as: ready.patientToken })).status).toBe(200);
    expect((await open(ready.appointmentId, ready.specialistToken)).problem?.code).toBe("consent_required");
  });
  test("not when cancelled", async () => {
    const ready = await makeReadyVisit(app);
    const cancelled = await app.call("POST", `/appointments/${ready.appointmentId}/cancel`, {
      as: ready.specialistToken,
      body: { reason: "停诊" },
    });
    expect(cancelled.status).toBe(200);
    const reply = await open(ready.appointmentId, ready.specialistToken);
    expect(reply.problem?.code).toBe("illegal_state");
  });
});

describe("reading a visit", () => {
  test("each side sees it with what it may do", async () => {
    const path = `/consultations/${visit.consultationId}`;
    const patient = await app.call<Consultation>("GET", path, { as: visit.patientToken });
    expect(patient.data).toMatchObject({ id: visit.consultationId, abilities: { send: true, writeNote: false } });
    const specialist = await app.call<Consultation>("GET", path, { as: visit.specialistToken });
    expect(specialist.data).toMatchObject({ id: visit.consultationId, abilities: { send: true, writeNote: true } });
  });
  test.each(["", "/messages"])("401, 403 and 400 at GET …%s", async (rest) => {
    const path = `/consultations/${visit.consultationId}${rest}`;
    expect((await app.call("GET", path)).status).toBe(401);
    for (const [as, who] of strangers())
      expect([who, (await app.call("GET", path, { as })).status]).toEqual([who, 403]);
    const unknown = await app.call("GET", `/consultations/${"f".repeat(24)}${rest}`, { as: visit.patientToken });
    const foreign = await app.call("GET", path, { as: others.patient });
    expect({ ...unknown.problem, requestId: "" }).toEqual({ ...foreign.problem, requestId: "" });
    expect((await app.call("GET", `/consultations/1${rest}`, { as: visit.patientToken })).status).toBe(400);
  });
  test("a specialist who treats the same patient elsewhere is not a side of this visit", async () => {
    const second = await makeReadyVisit(app, { patient: visit.patient, specialist: "own", minutesAhead: 600 });
    const path = `/consultations/${visit.consultationId}`;
    const reply = await app.call("GET", path, { as: second.specialistToken });
    expect(reply.problem?.code).toBe("forbidden");
  });
  test("R65 reads and refusals stand in the access log", async () => {
    const one = await makeConsultation(app);
    const path = `/consultations/${one.consultationId}`;
    await app.call("GET", path, { as: one.patientToken });
    await app.call("GET", path, { as: others.patient });
    await app.settled();
    const log = (await auditEventsOfPatient(one.patientId)).filter(({ purpose }) => purpose === "visit");
    expect(log.map(({ outcome }) => outcome)).toContain("allowed");
    expect(log.filter(({ outcome }) => outcome === "refused")).toHaveLength(1);
  });
});

describe("sending", () => {
  test("text takes the next place", async () => {
    const before = (await timeline(visit)).lastSeq;
    const reply = await say(visit, visit.patientToken, "您好，医生");
    expect(reply.data).toMatchObject({
      seq: before + 1,
      kind: "text",
      sender: "patient",
      text: "您好，医生",
      image: null,
    });
    const answer = await say(visit, visit.specialistToken, "请讲");
    expect(answer.data).toMatchObject({ seq: before + 2, sender: "specialist" });
  });
  test("401 and 403", async () => {
    const body = { clientMessageId: randomUUID(), text: "x" };
    expect((await send(visit, null, body)).status).toBe(401);
    for (const [as, who] of strangers()) expect([who, (await send(visit, as, body)).status]).toEqual([who, 403]);
  });
  test.each<[string, object, string]>([
    ["nothing to say", {}, "text"],
    ["words and a picture at once", { text: "x", fileId: "a".repeat(24) }, "text"],
    ["blank words", { text: "   " }, "text"],
    ["too many words", { text: "x".repeat(2001) }, "text"],
    ["control characters", { text: "x\u0000" }, "text"],
    ["a query instead of words", { text: { $ne: null } }, "text"],
    ["no id of its own", { text: "x", clientMessageId: "1" }, "clientMessageId"],
    ["a picture's id that is none", { fileId: "1" }, "fileId"],
    ["a picture nobody knows", { fileId: "a".repeat(24) }, "fileId"],
  ])("400 for %s", async (_what, body, path) => {
    const reply = await send(visit, visit.patientToken, { clientMessageId: randomUUID(), ...body });
    expect(reply.status).toBe(400);
    expect(reply.problem?.fields?.map((field) => field.path)).toContain(path);
  });
  test("the same id again answers the first message, whatever it says now", async () => {
    const id = randomUUID();
    const first = await say(visit, visit.patientToken, "一", id);
    const again = await say(visit, visit.patientToken, "二", id);
    expect(again.data).toEqual(first.data);
  });
  test("the other side cannot take an id over", async () => {
    const id = randomUUID();
    await say(visit, visit.patientToken, "一", id);
    const reply = await say(visit, visit.specialistToken, "二", id);
    expect(reply.problem).toMatchObject({ code: "invalid_input", fields: [{ path: "clientMessageId" }] });
  });
  test("20 parallel repeats make one message", async () => {
    const before = (await timeline(visit)).lastSeq;
    const id = randomUUID();
    const replies = await Promise.all(Array.from({ length: 20 }, () => say(visit, visit.patientToken, "重发", id)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    expect((await timeline(visit)).lastSeq).toBe(before + 1);
  });
  test("100 parallel messages of both sides stand from 1 on without gaps", async () => {
    const one = await makeConsultation(app);
    const tokens = [one.patientToken, one.specialistToken];
    const replies = await Promise.all(Array.from({ length: 100 }, (_, i) => say(one, tokens[i % 2] ?? "", `第${i}条`)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    const { messages, lastSeq } = await timeline(one, "?limit=200");
    expect(lastSeq).toBe(101);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 101 }, (_, i) => i + 1));
    expect(new Set(messages.map(({ text }) => text)).size).toBe(101);
  });
  test("R67 the database holds no word of a message", async () => {
    const words = `只有我们知道${randomUUID()}`;
    await say(visit, visit.patientToken, words);
    await app.settled();
    for (const collection of (await mongoose.connection.db?.collections()) ?? [])
      expect(JSON.stringify(await collection.find().toArray())).not.toContain(words);
    expect(app.logLines.join("\n")).not.toContain(words);
  });
});

describe("the timeline in stretches", () => {
  test("newest, before, after, and a gap filled", async () => {
    const one = await makeConsultation(app);
    for (let i = 2; i <= 8; i++) await say(one, one.patientToken, `${i}`);
    const seqs = async (query: string) => (await timeline(one, query)).messages.map(({ seq }) => seq);
    expect(await seqs("?limit=3")).toEqual([6, 7, 8]);
    expect(await seqs("?beforeSeq=6&limit=3")).toEqual([3, 4, 5]);
    expect(await seqs("?afterSeq=5")).toEqual([6, 7, 8]);
    expect(await seqs("?afterSeq=0&limit=2")).toEqual([1, 2]);
    expect(await seqs("?afterSeq=2&beforeSeq=5")).toEqual([3, 4]);
    expect(await seqs("?afterSeq=8")).toEqual([]);
    for (const query of ["?limit=0", "?limit=201", "?afterSeq=-1", "?beforeSeq=x"])
      expect(
        (await app.call("GET", `/consultations/${one.consultationId}/messages${query}`, { as: one.patientToken }))
          .status,
      ).toBe(400);
  });
});

describe("the caller's visits", () => {
  const mine = async (as: string | null, query = "") =>
    app.call<{ items: ConsultationLine[]; nextCursor: string | null }>("GET", `/consultations${query}`, { as });
  test("only their own, latest activity first, with what is unread", async () => {
    const first = await makeConsultation(app);
    app.advance(60_000);
    const second = await makeConsultation(app, { patient: first.patient });
    app.advance(60_000);
    await say(first, first.specialistToken, "复查结果出来了");
    // What it says is there at once; its place in the list comes with the hint that tells lists to look again.
    await app.settled();
    const { data } = await mine(first.patientToken);
    expect(data.items.map(({ id }) => id)).toEqual([first.consultationId, second.consultationId]);
    expect(data.items[0]).toMatchObject({
      unread: 1,
      lastMessage: "复查结果出来了",
      lastKind: "text",
      lastEvent: null,
      appointmentId: first.appointmentId,
    });
    expect(data.items[1]).toMatchObject({ unread: 0, lastMessage: "", lastKind: "event", lastEvent: "visit-opened" });
    const [line] = data.items;
    const specialists = await mine(first.specialistToken);
    const own = specialists.data.items.find(({ id }) => id === first.consultationId);
    expect(own).toMatchObject({ unread: 0, patientName: line?.patientName, withName: line?.patientName });
    expect(own?.withDetail).not.toBe("");
    expect(line?.withName).not.toBe("");
  });
  test("page by page without loss", async () => {
    const first = await makeConsultation(app);
    const second = await makeConsultation(app, { patient: first.patient });
    const third = await makeConsultation(app, { patient: first.patient });
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 5; page++) {
      const { data }: Awaited<ReturnType<typeof mine>> = await mine(
        first.patientToken,
        `?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...data.items.map(({ id }) => id));
      cursor = data.nextCursor;
    }
    expect(seen.toSorted()).toEqual([first, second, third].map((one) => one.consultationId).toSorted());
  });
  test("401, 403, 400", async () => {
    expect((await mine(null)).status).toBe(401);
    expect((await mine(others.admin)).status).toBe(403);
    expect((await mine(visit.patientToken, "?cursor=1.x")).problem?.fields).toMatchObject([{ path: "cursor" }]);
    expect((await mine(visit.patientToken, "?limit=101")).status).toBe(400);
  });
});

// Last: the clock only goes forward, and what the others hold has expired afterwards.
describe("when a visit may be opened", () => {
  test("within the organisation's window, to the millisecond", async () => {
    const early = await makeReadyVisit(app, { specialist: "own", minutesAhead: 60 });
    const late = await makeReadyVisit(app, { specialist: "own", minutesAhead: 60 });
    const tooLate = await makeReadyVisit(app, { specialist: "own", minutesAhead: 60 });
    expect(new Set([early.start, late.start, tooLate.start]).size).toBe(1);
    const openAt = async (instant: number, ready: ReadyVisit) => {
      app.setNow(new Date(instant));
      const { token } = await signIn(app, ready.specialist);
      return open(ready.appointmentId, token);
    };
    const begin = Date.parse(early.start) - 30 * MINUTE_MS;
    const end = Date.parse(early.end) + 240 * MINUTE_MS;
    expect((await openAt(begin - 1, early)).problem?.code).toBe("too_early");
    expect((await openAt(begin, early)).status).toBe(200);
    expect((await openAt(end, late)).status).toBe(200);
    expect((await openAt(end + 1, tooLate)).problem?.code).toBe("too_late");
    expect((await openAt(end + 1, late)).status).toBe(200);
  });
});

test("what is said in a visit moves the lists of both sides, wherever they are, and of nobody else", async () => {
  app.setNow("2026-11-23T01:00:00Z");
  const own = await makeConsultation(app);
  await app.settled();
  const [patient, specialist, outsider] = [
    earOf(await app.socket(own.patientToken)),
    earOf(await app.socket(own.specialistToken)),
    earOf(await app.socket(others.patient)),
  ];
  expect((await say(own, own.patientToken, "这两天脚肿")).status).toBe(200);
  const hint = { consultationId: own.consultationId };
  expect(await specialist.first("conversation:changed")).toEqual(hint);
  expect(await patient.first("conversation:changed")).toEqual(hint);
  await app.settled();
  expect(outsider.names()).toEqual([]);
  expect(specialist.names()).not.toContain("message:created");
});
