import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { makePatientAccount } from "../support/make-user.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let visit: Visit;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
});
afterAll(() => app.close());
beforeEach(async () => {
  visit = await makeConsultation(app);
});

/** One device in the visit's room. */
async function enter(token: string, device: string = randomUUID()) {
  const socket = await app.socket(token);
  const ear = earOf(socket);
  const { consultationId } = visit;
  expect((await command(socket, "consultation:join", { consultationId })).ok).toBe(true);
  return {
    id: socket.id ?? "",
    ear,
    device,
    socket,
    join: (take = false) => command(socket, "call:join", { consultationId, device, take }),
    leave: () => command(socket, "call:leave", { consultationId }),
    decline: () => command(socket, "call:decline", { consultationId }),
  };
}
const callNow = async () =>
  (await app.call<Consultation>("GET", `/consultations/${visit.consultationId}`, { as: visit.patientToken })).data.call;

/** The doctor calls a patient with two phones; a third connection of the patient shows another page, and a stranger listens. */
async function ring() {
  const doctor = await enter(visit.specialistToken);
  const [one, two] = [await enter(visit.patientToken), await enter(visit.patientToken)];
  const page = earOf(await app.socket(visit.patientToken));
  const stranger = earOf(await app.socket((await makePatientAccount(app)).token));
  expect(await doctor.join()).toMatchObject({ ok: true });
  for (const ear of [one.ear, two.ear, page])
    expect((await ear.first("call:changed")).call).toMatchObject({ answeredAt: null });
  return { doctor, one, two, page, stranger };
}

describe("one person with two devices", () => {
  test("answered on one, it rings nowhere any more, and the other cannot end it", async () => {
    const { doctor, one, two, page, stranger } = await ring();
    expect(await one.join()).toMatchObject({ ok: true, data: { peers: [{ peerId: doctor.id }] } });
    for (const ear of [two.ear, page, doctor.ear]) {
      const { call } = await ear.first("call:changed", ({ call }) => Boolean(call?.answeredAt));
      expect(call?.present).toEqual(["patient", "specialist"]);
    }
    // What somebody at the second phone may have been about to press when the call was taken on the first.
    expect(await two.decline()).toMatchObject({ ok: true });
    expect(await two.leave()).toMatchObject({ ok: true });
    await app.settled();
    expect(await callNow()).toMatchObject({ present: ["patient", "specialist"] });
    expect(one.ear.names()).not.toContain("call:ended");
    expect(doctor.ear.names()).not.toContain("call:ended");
    // The phone that is in the call can.
    await one.leave();
    expect(await doctor.ear.first("call:ended")).toMatchObject({ reason: "hung-up" });
    expect(await callNow()).toBeNull();
    expect(stranger.names().filter((name) => name.startsWith("call:"))).toEqual([]);
  });

  test("answered on both at once, one has it and the other hears so", async () => {
    const { doctor, one, two } = await ring();
    const answers = await Promise.all([one.join(), two.join()]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ problem: { code: "call_taken", status: 409 } });
    const [winner, loser] = answers[0].ok ? [one, two] : [two, one];
    await app.settled();
    const peers = doctor.ear.all("call:peer-joined").map(({ peerId }) => peerId);
    expect(peers).toEqual([winner.id]);
    // The phone that is not in the call is no peer: it cannot signal to anybody, and its leaving ends nothing.
    const offer = { consultationId: visit.consultationId, to: doctor.id, candidate: null };
    expect(await command(loser.socket, "call:signal", offer)).toMatchObject({ problem: { code: "forbidden" } });
    loser.socket.disconnect();
    expect(await callNow()).toMatchObject({ present: ["patient", "specialist"] });
  });

  test("answered on one while declined on the other: it is one or the other, for everybody", async () => {
    const { one, two, doctor } = await ring();
    const [answer] = await Promise.all([one.join(), two.decline()]);
    await app.settled();
    const over = (await callNow()) === null;
    await expect.poll(() => doctor.ear.names().includes("call:ended")).toBe(over);
    expect(over).toBe(!answer.ok);
  });

  test("declined on one while it rings, it rings nowhere", async () => {
    const { doctor, one, two, page } = await ring();
    await two.decline();
    for (const ear of [one.ear, page, doctor.ear])
      expect(await ear.first("call:changed", ({ call }) => call === null)).toBeTruthy();
    expect(await callNow()).toBeNull();
  });

  test("taken over, it moves: the first device is out of it and hears why, the other side has one peer", async () => {
    const { doctor, one, two } = await ring();
    await one.join();
    expect(await two.join(true)).toMatchObject({ ok: true, data: { peers: [{ peerId: doctor.id }] } });
    expect(await one.ear.first("call:taken")).toEqual({ consultationId: visit.consultationId });
    expect(await doctor.ear.first("call:peer-left")).toMatchObject({ peerId: one.id });
    expect(await one.leave()).toMatchObject({ ok: true });
    expect(await callNow()).toMatchObject({ present: ["patient", "specialist"] });
    // A call never moves by itself: when the first phone reconnects, it does not take the call back.
    expect(await one.join()).toMatchObject({ problem: { code: "call_taken" } });
  });

  test("a device whose line was replaced before the server missed the old one comes back into its own place", async () => {
    const { doctor, one, two } = await ring();
    await one.join();
    const again = await enter(visit.patientToken, one.device);
    expect(await again.join()).toMatchObject({ ok: true });
    expect(await doctor.ear.first("call:peer-left")).toMatchObject({ peerId: one.id });
    one.socket.disconnect();
    await two.decline();
    expect(await callNow()).toMatchObject({ present: ["patient", "specialist"] });
  });

  test("once its device is gone the other may come, but not end it while the other side waits", async () => {
    const { doctor, one, two } = await ring();
    await one.join();
    one.socket.disconnect();
    await two.ear.first("call:changed", ({ call }) => Boolean(call?.answeredAt) && call?.present.length === 1);
    await two.decline();
    expect(await callNow()).not.toBeNull();
    expect(await two.join()).toMatchObject({ ok: true, data: { peers: [{ peerId: doctor.id }] } });
    doctor.socket.disconnect();
    two.socket.disconnect();
    // Left by everybody: whoever finds it may clear it away.
    const late = await enter(visit.patientToken);
    await expect.poll(async () => (await callNow())?.present).toEqual([]);
    await late.decline();
    expect(await callNow()).toBeNull();
  });
});

describe("the name of another's device", () => {
  test("takes nobody's place: each side has its own, and who is no side has none", async () => {
    const { doctor, one } = await ring();
    await one.join();
    const same = await enter(visit.specialistToken, one.device);
    // The doctor's own place is held by the doctor's first device, whatever the patient's is called.
    expect(await same.join()).toMatchObject({ problem: { code: "call_taken" } });
    expect(await callNow()).toMatchObject({ present: ["patient", "specialist"] });
    const { consultationId } = visit;
    const stranger = await app.socket((await makePatientAccount(app)).token);
    for (const take of [false, true])
      expect(await command(stranger, "call:join", { consultationId, device: one.device, take })).toMatchObject({
        problem: { code: "forbidden" },
      });
    const signal = { consultationId, to: doctor.id, description: { type: "offer" as const, sdp: "v=0" } };
    expect(await command(stranger, "call:signal", signal)).toMatchObject({ problem: { code: "forbidden" } });
    expect(one.ear.names()).not.toContain("call:taken");
    expect(await callNow()).toMatchObject({ present: ["patient", "specialist"] });
  });
});

describe("what is read on one device", () => {
  test("of the bell is read on all of one person's at once, and told to nobody else", async () => {
    const [here, there] = [
      earOf(await app.socket(visit.specialistToken)),
      earOf(await app.socket(visit.specialistToken)),
    ];
    const patient = earOf(await app.socket(visit.patientToken));
    const list = await app.call<{ items: { id: string }[]; unread: number }>("GET", "/notifications", {
      as: visit.specialistToken,
    });
    expect(list.data.unread).toBeGreaterThan(0);
    const body = { upToId: list.data.items[0]?.id };
    const mark = () => app.call("POST", "/notifications/read", { as: visit.specialistToken, body });
    expect((await mark()).data).toEqual({ unread: 0 });
    for (const ear of [here, there]) expect(await ear.first("notification:read")).toEqual({ unread: 0 });
    // Nothing was unread any more: nothing is told again.
    await mark();
    await app.settled();
    expect([here, there, patient].map((ear) => ear.all("notification:read").length)).toEqual([1, 1, 0]);
  });

  test("is read on all of one person's, and told to nobody else", async () => {
    const page = earOf(await app.socket(visit.patientToken));
    const doctor = earOf(await app.socket(visit.specialistToken));
    const stranger = earOf(await app.socket((await makePatientAccount(app)).token));
    const reader = await enter(visit.patientToken);
    await app.settled();
    const before = page.all("conversation:changed").length;
    await command(reader.socket, "message:mark", { consultationId: visit.consultationId, readSeq: 1 });
    await expect.poll(() => page.all("conversation:changed").length).toBe(before + 1);
    await app.settled();
    expect([doctor, stranger].map((ear) => ear.all("conversation:changed"))).toEqual([[], []]);
  });
});
