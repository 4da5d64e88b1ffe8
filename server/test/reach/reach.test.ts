import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReachMatter } from "@fuzhen/shared/reach/reach.rules.ts";
import type { ReachLine } from "@fuzhen/shared/reach/reach.schema.ts";
import { endAllSessions } from "../../src/modules/sessions/index.ts";
import { inTransaction } from "../../src/platform/database.ts";
import { makeAppointment } from "../support/make-appointment.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { startPushService, vapidIsSound, type PushService } from "../support/push-service.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let service: PushService;
beforeAll(async () => {
  service = await startPushService();
  // Nine in the morning in hospital time.
  app = await startTestApp({ now: "2026-11-23T01:00:00Z", env: { PUSH_HOSTS: service.origin } });
});
afterAll(async () => {
  await app.close();
  await service.close();
});

const MINUTE_MS = 60_000;
async function subscribe(as: string, device = service.makeDevice()) {
  const body = { ...device.address, language: "zh" };
  expect((await app.call("POST", "/reach/device", { as, body })).status).toBe(200);
  return device;
}
const linesOf = async (as: string) => (await app.call<{ items: ReachLine[] }>("GET", "/reach", { as })).data.items;
const lineOf = async (as: string, matter: ReachMatter) => (await linesOf(as)).find((line) => line.matter === matter);
const triesOf = (line: ReachLine | undefined) => line?.tries.map(({ way, outcome }) => [way, outcome]);
/** The runner looks once a second. */
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 15_000, interval: 100 });
const say = (visit: Visit, as: string) =>
  app.call("POST", `/consultations/${visit.consultationId}/messages`, {
    as,
    body: { clientMessageId: randomUUID(), text: "肌酐高了，来看看" },
  });
/** As if it had been raised so much earlier: a clock that is moved would end everybody's session. */
async function age(visit: Visit, matter: ReachMatter, ms: number) {
  const rows = mongoose.connection.collection("reach");
  const of = { userId: new mongoose.Types.ObjectId(visit.patient.account.id), matter, ended: null };
  await app.settled();
  // At rest, or at its end: the runner, in the middle of it, would write its own time over this.
  const underWay = { ...of, $or: [{ lease: { $ne: null } }, { dueAt: { $lte: app.ctx.now() } }] };
  await eventually(() => rows.countDocuments(underWay)).toBe(0);
  const row = await rows.findOne(of);
  if (!row) return;
  const raisedAt = new Date((row["raisedAt"] as Date).getTime() - ms);
  await rows.updateOne({ _id: row._id }, { $set: { raisedAt, dueAt: app.ctx.now() } });
}
const noticesOf = (id: string, matter: ReachMatter) =>
  service.received.filter(({ device, notice }) => device === id && notice["tag"]?.startsWith(`${matter}:`));
async function call(visit: Visit) {
  const socket = await app.socket(visit.specialistToken);
  await command(socket, "consultation:join", { consultationId: visit.consultationId });
  await command(socket, "call:join", { consultationId: visit.consultationId });
  return socket;
}

describe("the ladder", () => {
  test("a call: a notice at once, encrypted, signed and without a name; missed, one text message; each on the record", async () => {
    const visit = await makeConsultation(app);
    const device = await subscribe(visit.patientToken);
    await call(visit);
    const [got] = await service.got(device.id, 1, "call");
    expect(got?.notice).toEqual({
      title: "复诊桥",
      body: "有一个视频来电",
      url: `/room/${visit.consultationId}`,
      tag: `call:${visit.consultationId}`,
    });
    expect(got?.headers).toMatchObject({ ttl: "600", urgency: "high", "content-encoding": "aes128gcm" });
    expect(vapidIsSound(String(got?.headers.authorization), service.origin)).toBe(true);
    await eventually(async () => triesOf(await lineOf(visit.patientToken, "call"))).toEqual([["push", "sent"]]);
    const { phone } = visit.patient.account;
    expect(app.sms.told(phone)).toEqual([]);
    await age(visit, "call", MINUTE_MS);
    const told = () => app.sms.told(phone).filter((notice) => notice === "call");
    await eventually(async () => told()).toEqual(["call"]);
    await eventually(async () => (await lineOf(visit.patientToken, "call"))?.ended).toBe("done");
    expect(told()).toEqual(["call"]);
    expect(noticesOf(device.id, "call")).toHaveLength(1);
  });

  test("a call that was taken is told nobody any more", async () => {
    const visit = await makeConsultation(app);
    await call(visit);
    const patient = await app.socket(visit.patientToken);
    await command(patient, "consultation:join", { consultationId: visit.consultationId });
    await command(patient, "call:join", { consultationId: visit.consultationId });
    await age(visit, "call", MINUTE_MS);
    await eventually(async () => (await lineOf(visit.patientToken, "call"))?.ended).toBe("seen");
    expect(app.sms.told(visit.patient.account.phone)).not.toContain("call");
  });

  test("an answer in the chat that stays unread: one notice for many messages, then a text message; read, nothing; written again, anew", async () => {
    const visit = await makeConsultation(app);
    const device = await subscribe(visit.patientToken);
    await say(visit, visit.specialistToken);
    await say(visit, visit.specialistToken);
    await app.settled();
    app.advance(16_000);
    expect(await service.got(device.id, 1, "chat-answer")).toMatchObject([{ notice: { body: "您有新消息" } }]);
    await say(visit, visit.specialistToken);
    await app.settled();
    await age(visit, "chat-answer", 15 * MINUTE_MS);
    const told = () => app.sms.told(visit.patient.account.phone).filter((notice) => notice === "chat-answer");
    await eventually(async () => told()).toEqual(["chat-answer"]);
    const patient = await app.socket(visit.patientToken);
    await command(patient, "consultation:join", { consultationId: visit.consultationId });
    await command(patient, "message:mark", { consultationId: visit.consultationId, readSeq: 4, deliveredSeq: 4 });
    await say(visit, visit.specialistToken);
    await app.settled();
    app.advance(16_000);
    await service.got(device.id, 2, "chat-answer");
    await command(patient, "message:mark", { consultationId: visit.consultationId, readSeq: 5, deliveredSeq: 5 });
    await age(visit, "chat-answer", 20 * MINUTE_MS);
    await eventually(async () => (await lineOf(visit.patientToken, "chat-answer"))?.ended).toBe("seen");
    expect(told()).toEqual(["chat-answer"]);
    // Who writes is not told of it.
    expect((await linesOf(visit.specialistToken)).map(({ matter }) => matter)).not.toContain("patient-message");
  });

  test("goes as far as it is set to go, and the rest of the settings is kept as it was sent", async () => {
    const visit = await makeConsultation(app);
    const device = await subscribe(visit.patientToken);
    const wish = { most: { call: "app", "patient-message": "push" }, quiet: { from: "21:00", to: "08:00" } };
    const { data } = await app.call("PUT", "/reach/settings", { as: visit.patientToken, body: wish });
    // A matter of the other side is none of theirs.
    expect(data).toEqual({ most: { call: "app" }, quiet: wish.quiet });
    expect((await app.call("GET", "/reach/settings", { as: visit.patientToken })).data).toMatchObject({
      settings: data,
      here: true,
      pushKey: expect.stringMatching(/^[\w-]{87}$/),
    });
    await call(visit);
    await eventually(async () => (await lineOf(visit.patientToken, "call"))?.ended).toBe("done");
    expect(noticesOf(device.id, "call")).toEqual([]);
  });

  test("ten minutes before a visit: once, however often it is looked, and not who has checked in", async () => {
    const now = app.ctx.now();
    const start = new Date(Math.ceil((now.getTime() + 5 * MINUTE_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS);
    const { patient } = await makeAppointment(app, { accepted: true });
    const { token } = patient.account;
    await mongoose.connection
      .collection("appointments")
      .updateOne({ patientId: new mongoose.Types.ObjectId(patient.id) }, { $set: { start } });
    await app.runJob("reach:visit-soon");
    await app.runJob("reach:visit-soon");
    expect((await linesOf(token)).filter(({ matter }) => matter === "visit-soon")).toHaveLength(1);
  });

  test("a try that was begun when the server was killed is not made again", async () => {
    const visit = await makeConsultation(app);
    const device = await subscribe(visit.patientToken);
    const at = app.ctx.now();
    await mongoose.connection.collection("reach").insertOne({
      userId: new mongoose.Types.ObjectId(visit.patient.account.id),
      matter: "plan-ready",
      fact: visit.consultationId,
      subject: { type: "consultation", id: new mongoose.Types.ObjectId(visit.consultationId) },
      raisedAt: new Date(at.getTime() - 61 * MINUTE_MS),
      tries: [{ way: "push", at, outcome: "unknown" }],
      ended: null,
      dueAt: at,
      attempts: 0,
      lease: null,
      leasedUntil: null,
    });
    await eventually(async () => triesOf(await lineOf(visit.patientToken, "plan-ready"))).toEqual([
      ["push", "unknown"],
      ["text", "sent"],
    ]);
    expect(noticesOf(device.id, "plan-ready")).toEqual([]);
  });
});

describe("a device that takes notices", () => {
  test("is one of a service that the server knows, and of who may be reached", async () => {
    const visit = await makeConsultation(app);
    const { address } = service.makeDevice();
    const body = { ...address, language: "zh" };
    const at = "/reach/device";
    expect((await app.call("POST", at, { as: null, body })).status).toBe(401);
    expect((await app.call("POST", at, { as: visit.specialist.hospital.admin.token, body })).status).toBe(403);
    for (const [change, status, code] of [
      [{ endpoint: "http://169.254.169.254/latest" }, 400, "invalid_input"],
      [{ endpoint: `${service.origin}.evil.example/` }, 400, "invalid_input"],
      [{ keys: { p256dh: "short", auth: "x" } }, 400, "invalid_input"],
    ] as const) {
      const reply = await app.call("POST", at, { as: visit.patientToken, body: { ...body, ...change } });
      expect([reply.status, reply.problem?.code]).toEqual([status, code]);
    }
  });

  test("ends with its session, goes over to who signs in at it, and is forgotten when its service says that it is gone", async () => {
    const [one, two] = [await makeConsultation(app), await makeConsultation(app)];
    const devices = () => mongoose.connection.collection("push_devices");
    const device = await subscribe(one.patientToken);
    await subscribe(one.patientToken, device);
    await subscribe(two.patientToken, device);
    const lookAt = (visit: Visit) =>
      devices().countDocuments({ userId: new mongoose.Types.ObjectId(visit.patient.account.id) });
    expect([await lookAt(one), await lookAt(two)]).toEqual([0, 1]);
    service.forget(device.id);
    await call(two);
    await eventually(async () => triesOf(await lineOf(two.patientToken, "call"))).toEqual([["push", "no-device"]]);
    expect(await lookAt(two)).toBe(0);
    await subscribe(one.patientToken);
    expect((await app.call("DELETE", "/reach/device", { as: one.patientToken })).status).toBe(200);
    expect(await lookAt(one)).toBe(0);
    await subscribe(one.patientToken);
    expect(await lookAt(one)).toBe(1);
    await inTransaction(app.ctx, () => endAllSessions(app.ctx, one.patient.account.id, "ended-by-owner"));
    await app.settled();
    await eventually(() => lookAt(one)).toBe(0);
  });
});
