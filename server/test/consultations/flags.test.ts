import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ReachLine } from "@fuzhen/shared/reach/reach.schema.ts";
import { makeConsultation, type Visit } from "../support/make-consultation.ts";
import { earOf } from "../support/socket-ear.ts";
import { command, startTestApp, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const say = (visit: Visit, as: string, text: string) =>
  app.call("POST", `/consultations/${visit.consultationId}/messages`, {
    as,
    body: { clientMessageId: randomUUID(), text },
  });
const isFlagged = async (visit: Visit, as: string) =>
  (await app.call<{ items: ConsultationLine[] }>("GET", "/consultations", { as })).data.items.find(
    ({ id }) => id === visit.consultationId,
  )?.flagged;

test("what may be an emergency raises the visit for its specialist and rings there until it is read; nobody else hears it", async () => {
  const visit = await makeConsultation(app, { specialist: "own" });
  const [desk, other] = [await makeConsultation(app, { specialist: "own" }), await makeConsultation(app)];
  const doctor = await app.socket(visit.specialistToken);
  const ear = earOf(doctor);
  const outside = earOf(await app.socket(desk.specialistToken));
  const home = earOf(await app.socket(visit.patientToken));
  await say(visit, visit.patientToken, "没有胸痛，脚有点肿");
  await say(visit, visit.specialistToken, "有没有胸痛，喘不上气？");
  await app.settled();
  expect(await isFlagged(visit, visit.specialistToken)).toBe(false);
  await say(visit, visit.patientToken, "医生，我突然胸口疼，喘不上气");
  expect(await ear.first("conversation:flagged")).toEqual({ consultationId: visit.consultationId });
  expect([await isFlagged(visit, visit.specialistToken), await isFlagged(visit, visit.patientToken)]).toEqual([
    true,
    false,
  ]);
  await app.settled();
  const { data } = await app.call<{ items: ReachLine[] }>("GET", "/reach", { as: visit.specialistToken });
  expect(data.items.map(({ matter }) => matter)).toContain("red-flag");
  await command(doctor, "consultation:join", { consultationId: visit.consultationId });
  await command(doctor, "message:mark", { consultationId: visit.consultationId, readSeq: 4, deliveredSeq: 4 });
  await expect.poll(() => isFlagged(visit, visit.specialistToken)).toBe(false);
  for (const silent of [outside, home]) expect(silent.names()).not.toContain("conversation:flagged");
  expect(await isFlagged(other, other.patientToken)).toBe(false);
});
