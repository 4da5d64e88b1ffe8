import mongoose from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, dataOf, startTestApp, type TestApp, type TestSocket } from "../support/test-app.ts";

let app: TestApp;
let visit: Visit;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
  visit = await makeConsultation(app);
});
afterAll(() => app.close());

const here = () => ({ consultationId: visit.consultationId });
async function enter(token: string) {
  const socket = await app.socket(token);
  const ear = earOf(socket);
  dataOf(await command(socket, "consultation:join", here()));
  const call = dataOf(await command(socket, "call:join", here()));
  return { socket, ear, ...call };
}

/** Of delivery, of the trail's sealing, of timed work and of the readers of files, which go on meanwhile. */
const BESIDE = /^(outbox|fact_floors|audit_\w+|files|work)\./;

/** What the database is asked by packets that are sent one after the other. */
async function asked(packets: () => Promise<void>): Promise<string[]> {
  await app.settled();
  const commands: string[] = [];
  mongoose.set("debug", (collection: string, method: string) => void commands.push(`${collection}.${method}`));
  try {
    await packets();
    return commands.filter((one) => !BESIDE.test(one));
  } finally {
    mongoose.set("debug", false);
  }
}

test("typing, candidates and marks of an open room read nothing; a mark is one write", async () => {
  const patient = await enter(visit.patientToken);
  const specialist = await enter(visit.specialistToken);
  const type = async (socket: TestSocket, typing: boolean) =>
    dataOf(await command(socket, "typing:set", { ...here(), typing }));
  const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid: "0", sdpMLineIndex: 0 };
  const signal = async ({ socket }: typeof patient, to: typeof patient) =>
    dataOf(await command(socket, "call:signal", { ...here(), to: to.selfPeerId, candidate }));
  const mark = async (socket: TestSocket, readSeq: number) =>
    dataOf(await command(socket, "message:mark", { ...here(), readSeq }));
  // The first packet of each after a change (the call, who is in it) finds out what the following rely on.
  for (const { socket } of [patient, specialist]) await type(socket, true);
  await signal(patient, specialist);
  await signal(specialist, patient);
  await mark(patient.socket, 1);

  const heard = await asked(async () => {
    for (const typing of [false, true, false]) {
      await type(patient.socket, typing);
      await type(specialist.socket, typing);
    }
    for (let at = 0; at < 3; at += 1) {
      await signal(patient, specialist);
      await signal(specialist, patient);
    }
    // Of what is marked already.
    await mark(patient.socket, 0);
  });
  expect(heard).toEqual([]);
  expect(await asked(() => mark(specialist.socket, 1).then(() => undefined))).toEqual([
    "consultations.findOneAndUpdate",
  ]);
  await patient.ear.first("message:marked", ({ participantId }) => participantId === "specialist");
  expect(patient.ear.all("call:signal").length).toBeGreaterThanOrEqual(4);
});
