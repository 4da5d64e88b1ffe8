import { randomUUID } from "node:crypto";
import mongoose from "mongoose";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";
import { ConsentModel } from "../../src/modules/patients/consent.model.ts";
import { MessageModel } from "../../src/modules/consultations/message.model.ts";
import { CareGrantModel } from "../../src/modules/care-access/care-grant.model.ts";
import { ScheduleModel } from "../../src/modules/schedules/schedule.model.ts";
import { SpecialistModel } from "../../src/modules/specialists/specialist.model.ts";
import {
  bookingBody,
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
} from "../support/make-appointment.ts";
import { makeConsultation } from "../support/make-consultation.ts";
import { bytesOf, tusMetadata, upload, fileByKey } from "../support/make-file.ts";
import { makePatient, type TestPatient } from "../support/make-patient.ts";
import { startTestApp, type Reply, type TestApp } from "../support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: "2026-11-23T02:00:00Z" });
});
afterAll(() => app.close());

/**
 * Runs `act` after the next change has made its checks and before its transaction begins: the only moment at which a
 * change could rest on something that is true no longer. Transactions of background workers wait for it too.
 */
const { prototype } = mongoose.Connection;
const { transaction } = prototype;
function justBefore(act: () => PromiseLike<unknown>): void {
  let done: Promise<unknown> | undefined;
  // Of every connection: transactions have their own.
  vi.spyOn(prototype, "transaction").mockImplementation(async function (this: mongoose.Connection, ...args) {
    await (done ??= Promise.resolve(act()));
    return Reflect.apply(transaction, this, args);
  });
}
beforeEach(() => vi.restoreAllMocks());

const outcome = ({ status, problem }: Reply<unknown>) => problem?.code ?? status;
const withdraw = (patient: TestPatient, purpose: ConsentPurpose) => () =>
  ConsentModel.updateMany({ patientId: patient.id, purpose }, { $set: { active: false, withdrawnAt: app.ctx.now() } });
const endGrants = () => CareGrantModel.updateMany({}, { $set: { endedAt: app.ctx.now() } });

describe("a change reads what it rests on in its transaction", () => {
  it.each(["telehealth", "health-data"] as const)("a booking: the consent to %s", async (purpose) => {
    const patient = await makePatient(app);
    const { specialistId } = await makeScheduledSpecialist(app);
    const proofReportId = await makeFiledReport(app, patient);
    const start = (await freeSlots(app, specialistId))[0]?.start ?? "";
    const body = bookingBody({ patientId: patient.id, specialistId, start, proofReportId });
    justBefore(withdraw(patient, purpose));
    expect(outcome(await app.call("POST", "/appointments", { as: patient.account.token, body }))).toBe(
      "consent_required",
    );
  });

  it.each([
    ["schedule", () => ScheduleModel.updateMany({}, { $set: { status: "draft" } }), "slot_unavailable"],
    ["licence", () => SpecialistModel.updateMany({}, { $set: { licenceValidTo: "2026-11-22" } }), "slot_unavailable"],
  ])("a booking: the %s", async (_name, act, code) => {
    const patient = await makePatient(app);
    const { specialistId } = await makeScheduledSpecialist(app);
    const proofReportId = await makeFiledReport(app, patient);
    const start = (await freeSlots(app, specialistId))[0]?.start ?? "";
    const body = bookingBody({ patientId: patient.id, specialistId, start, proofReportId });
    justBefore(act);
    expect(outcome(await app.call("POST", "/appointments", { as: patient.account.token, body }))).toBe(code);
  });

  it("checking in and opening the visit: the consent", async () => {
    const { id, patient, specialist } = await makeAppointment(app, { accepted: true });
    justBefore(withdraw(patient, "telehealth"));
    const as = patient.account.token;
    expect(outcome(await app.call("POST", `/appointments/${id}/check-in`, { as }))).toBe("consent_required");
    const other = await makeAppointment(app, { accepted: true });
    justBefore(withdraw(other.patient, "telehealth"));
    const at = `/appointments/${other.id}/consultation`;
    expect(outcome(await app.call("POST", at, { as: other.specialist.token }))).toBe("consent_required");
    expect(specialist.specialistId).not.toBe(other.specialist.specialistId);
  });

  it("judging: the care", async () => {
    const { id, specialist } = await makeAppointment(app);
    justBefore(endGrants);
    const body = { decision: "accepted" };
    expect(outcome(await app.call("PUT", `/appointments/${id}/judgement`, { as: specialist.token, body }))).toBe(
      "forbidden",
    );
  });

  it("an upload, and a report of it: the consent", async () => {
    const patient = await makePatient(app);
    const as = patient.account.token;
    const uploadKey = randomUUID();
    await upload(app, { as, patientId: patient.id, uploadKey, content: await bytesOf("photos/landscape_6.jpg") });
    const file = await fileByKey(app, as, uploadKey);
    justBefore(withdraw(patient, "health-data"));
    const body = {
      requestKey: randomUUID(),
      patientId: patient.id,
      category: "laboratory",
      title: "肾功能",
      issuedOn: "2026-11-01",
      performer: "北京肾病医院",
      fileIds: [file?.id],
    };
    expect(outcome(await app.call("POST", "/reports", { as, body }))).toBe("consent_required");
    const another = await makePatient(app);
    justBefore(withdraw(another, "health-data"));
    const announced = await app.call("POST", "/uploads", {
      as: another.account.token,
      headers: {
        "tus-resumable": "1.0.0",
        "upload-length": "10",
        "upload-metadata": tusMetadata({ uploadKey: randomUUID(), filename: "a.jpg", patientId: another.id }),
      },
    });
    expect(outcome(announced)).toBe("consent_required");
  });

  it("a message that waits behind another of its visit: the care", async () => {
    const visit = await makeConsultation(app, { specialist: "own" });
    const say = (as: string) =>
      app.call("POST", `/consultations/${visit.consultationId}/messages`, {
        as,
        body: { clientMessageId: randomUUID(), text: "请复查" },
      });
    const { collection } = MessageModel;
    const insert = collection.insertOne.bind(collection);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const inserting = vi.spyOn(collection, "insertOne").mockImplementationOnce(async (...args) => {
      await held;
      return insert(...args);
    });
    const first = say(visit.patientToken);
    await expect.poll(() => inserting.mock.calls.length).toBe(1);
    const passed = vi.spyOn(CareGrantModel, "find");
    const second = say(visit.specialistToken);
    await expect.poll(() => passed.mock.calls.length).toBeGreaterThan(0);
    const at = `/admin/specialists/${visit.specialist.specialistId}/published`;
    const as = visit.specialist.hospital.admin.token;
    expect((await app.call("PUT", at, { as, body: { published: false } })).status).toBe(200);
    letGo();
    expect([(await first).status, outcome(await second)]).toEqual([200, "forbidden"]);
  });

  it("a note and its signature: the care", async () => {
    const visit = await makeConsultation(app);
    const as = visit.specialistToken;
    const at = `/consultations/${visit.consultationId}`;
    const revive = () => CareGrantModel.updateMany({}, { $set: { endedAt: null } });
    const note = {
      chiefComplaint: "泡沫尿",
      presentIllness: "三个月",
      diagnoses: [],
      plan: "低盐",
      expectedVersion: 0,
    };
    justBefore(endGrants);
    expect(outcome(await app.call("PUT", `${at}/note`, { as, body: note }))).toBe("forbidden");
    await revive();
    const whole = { ...note, diagnoses: [{ code: "N18", display: "慢性肾衰竭" }] };
    expect(outcome(await app.call("PUT", `${at}/note`, { as, body: whole }))).toBe(200);
    justBefore(endGrants);
    expect(outcome(await app.call("POST", `${at}/note/sign`, { as, body: { expectedVersion: 1 } }))).toBe("forbidden");
  });
});
