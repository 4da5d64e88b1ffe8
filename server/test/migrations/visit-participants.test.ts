import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Consultation, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { visitParticipants } from "../../src/migrations/visit-participants.ts";
import { dataChecks } from "../../src/modules/data-checks.ts";
import { runDataChecks } from "../../src/platform/data-check.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let visit: Visit;
beforeAll(async () => {
  app = await startTestApp();
  visit = await makeConsultation(app);
  await say(visit.patientToken);
});
afterAll(() => app.close());

const rows = (name: string) => mongoose.connection.collection(name);
const visits = () => rows("consultations").find().sort({ _id: 1 }).toArray();
/** As the release before participants left it. */
beforeEach(() => rows("consultations").updateMany({}, { $unset: { participants: 1 } }));

const at = () => `/consultations/${visit.consultationId}`;
const say = (as: string) =>
  app.call<Message>("POST", `${at()}/messages`, { as, body: { clientMessageId: randomUUID(), text: "你好" } });

test("both take part under the names by which they have spoken; done twice it changes nothing", async () => {
  expect(await visitParticipants(app.ctx)).toBe(1);
  const { data } = await app.call<Consultation>("GET", at(), { as: visit.specialistToken });
  expect(data.participants).toEqual([
    { id: "patient", kind: "patient", name: visit.patient.record.name, self: false },
    { id: "specialist", kind: "specialist", name: data.appointment.specialist.name, self: true },
  ]);
  const { messages } = (await app.call<{ messages: Message[] }>("GET", `${at()}/messages`, { as: visit.patientToken }))
    .data;
  expect(messages.map(({ sender }) => sender)).toEqual([null, "patient"]);
  expect((await say(visit.specialistToken)).data.sender).toBe("specialist");
  await app.settled();
  for await (const { name, broken } of runDataChecks(
    dataChecks.filter(({ name }) => name.startsWith("consultations.")),
    app.app.services,
  ))
    expect([name, broken]).toEqual([name, []]);
  const before = await visits();
  expect(await visitParticipants(app.ctx)).toBe(0);
  expect(await visits()).toEqual(before);
});

test("a visit that no release made stops it before anything is written, and is named", async () => {
  const [row] = await visits();
  const [said] = await rows("messages").find({ sender: "patient" }).toArray();
  for (const [collection, one, harm] of [
    ["consultations", row, { specialistId: null }],
    ["consultations", row, { "marks.somebody": { readSeq: 1, deliveredSeq: 1 } }],
    ["messages", said, { sender: "somebody" }],
  ] as const) {
    await rows(collection).updateOne({ _id: one?._id }, { $set: harm });
    await expect(visitParticipants(app.ctx)).rejects.toThrow(`visits that no release made: ${visit.consultationId}`);
    expect((await visits()).filter(({ participants }) => participants)).toEqual([]);
    if (one) await rows(collection).replaceOne({ _id: one._id }, one);
  }
  await visitParticipants(app.ctx);
});
