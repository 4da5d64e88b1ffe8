import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Consultation, ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { ConsultationModel } from "../../src/modules/consultations/consultation.model.ts";
import { freeSlots, makeAppointment, makeScheduledSpecialist } from "../support/make-appointment.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, dataOf, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
let visit: Visit;
let colleague: string;
/** Nobody is invited yet by the product; whoever stands in the row, and has a ground of their own, takes part like the first two. */
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T01:00:00Z" });
  visit = await makeConsultation(app, { specialist: "own" });
  const other = await makeScheduledSpecialist(app);
  // At another time than the visit, which is the patient's.
  const start = (await freeSlots(app, other.specialistId)).at(-1)?.start ?? "";
  await makeAppointment(app, { patient: visit.patient, specialist: other, start });
  colleague = other.token;
  const third = { id: "p-3", kind: "colleague", who: { type: "specialist", id: other.specialistId } };
  await ConsultationModel.updateOne({ _id: visit.consultationId }, { $push: { participants: third } });
});
afterAll(() => app.close());

const here = () => ({ consultationId: visit.consultationId });
async function enter(token: string) {
  const socket = await app.socket(token);
  const ear = earOf(socket);
  const joined = dataOf(await command(socket, "consultation:join", here()));
  return { socket, ear, joined };
}

test("a third in the visit is named, speaks, reads, and is in the call of three; only the treating specialist writes the note", async () => {
  const [patient, doctor, third] = [
    await enter(visit.patientToken),
    await enter(visit.specialistToken),
    await enter(colleague),
  ];
  const self = ({ participants }: Consultation) => participants.filter((one) => one.self).map(({ id }) => id);
  expect([patient, doctor, third].map(({ joined }) => self(joined))).toEqual([["patient"], ["specialist"], ["p-3"]]);
  expect(third.joined.participants.map(({ kind, name }) => [kind, name !== ""])).toEqual([
    ["patient", true],
    ["specialist", true],
    ["colleague", true],
  ]);
  expect(third.joined.abilities).toEqual({ send: true, call: true, writeNote: false, readPlan: false });
  await patient.ear.first("presence:changed", ({ online }) => online.join() === "patient,specialist,p-3");

  const words = { ...here(), clientMessageId: randomUUID(), text: "我看过片子了" };
  const said = dataOf(await command(third.socket, "message:send", words));
  expect(said.sender).toBe("p-3");
  expect(await doctor.ear.first("message:created")).toEqual(said);
  dataOf(await command(third.socket, "message:mark", { ...here(), readSeq: said.seq }));
  const marked = await patient.ear.first("message:marked", ({ participantId }) => participantId === "p-3");
  expect(marked.marks).toEqual({ deliveredSeq: said.seq, readSeq: said.seq });
  await app.settled();
  const unread = async (as: string) => {
    const { data } = await app.call<{ items: ConsultationLine[] }>("GET", "/consultations", { as });
    return data.items.find(({ id }) => id === visit.consultationId)?.unread;
  };
  expect([await unread(visit.patientToken), await unread(visit.specialistToken)]).toEqual([1, 1]);

  const peers: string[][] = [];
  for (const { socket } of [doctor, patient, third])
    peers.push(dataOf(await command(socket, "call:join", here())).peers.map(({ participantId }) => participantId));
  expect(peers.map((ids) => ids.toSorted())).toEqual([[], ["specialist"], ["patient", "specialist"]]);
  await doctor.ear.first("call:changed", ({ call }) => call?.present.join() === "p-3,patient,specialist");
  const note = { chiefComplaint: "", presentIllness: "", diagnoses: [], plan: "", expectedVersion: 0 };
  const at = `/consultations/${visit.consultationId}/note`;
  expect((await app.call("PUT", at, { as: colleague, body: note })).status).toBe(403);
});
