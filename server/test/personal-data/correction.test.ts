import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { Correction } from "@fuzhen/shared/patients/correction.schema.ts";
import { FRESH_MS } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { CorrectionModel } from "../../src/modules/patients/patient-correction.model.ts";
import { PatientModel } from "../../src/modules/patients/patient.model.ts";
import {
  bookingBody,
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
} from "../support/make-appointment.ts";
import { expectRefused, makeStrangers } from "../support/expect-refused.ts";
import { makePatient, newIdNumber, type TestPatient } from "../support/make-patient.ts";
import { makePatientAccount, signIn } from "../support/make-user.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const NOW = "2026-11-23T02:00:00Z";
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
});
afterAll(() => app.close());
beforeEach(() => app.setNow(NOW));

const correct = (patient: TestPatient, body: object, as: string | null = patient.account.token) =>
  app.call<Patient>("PATCH", `/patients/${patient.id}`, { as, body: { requestKey: randomUUID(), ...body } });
const traceOf = async (patient: TestPatient) =>
  (await app.call<Correction[]>("GET", `/patients/${patient.id}/corrections`, { as: patient.account.token })).data;
const outcome = ({ status, problem }: Awaited<ReturnType<typeof correct>>) => [
  status,
  problem?.code,
  problem?.fields?.[0]?.path,
];
/** Born that day, as every identity number of the factory is unless told otherwise. */
const another = () => newIdNumber({ birthDate: "1958-03-12" });

describe("correcting a 就诊人", () => {
  it("changes what was wrong, and keeps who changed what when, from what to what", async () => {
    const patient = await makePatient(app, { phone: "13700000001" });
    const idNumber = another();
    const reply = await correct(patient, { name: "李建囯", phone: "13700000002", relationship: "other" });
    expect([reply.status, reply.data.name, reply.data.phone]).toEqual([200, "李建囯", "137****0002"]);
    app.advance(60_000);
    expect((await correct(patient, { idNumber })).status).toBe(200);
    const [second, first] = await traceOf(patient);
    expect(first).toEqual({
      version: 1,
      at: "2026-11-23T02:00:00.000Z",
      changes: [
        { field: "name", from: "李建国", to: "李建囯" },
        { field: "relationship", from: "self", to: "other" },
        { field: "phone", from: "137****0001", to: "137****0002" },
      ],
    });
    expect(second).toMatchObject({ version: 2, changes: [{ field: "idNumber" }] });
    expect(JSON.stringify([first, second])).not.toContain(idNumber);
    await app.settled();
    const trail = await auditEventsOfPatient(patient.id);
    expect(trail.filter(({ action }) => action === "patient:corrected").map(({ data }) => data)).toEqual([
      expect.objectContaining({ version: 1, fields: ["name", "relationship", "phone"] }),
      expect.objectContaining({ version: 2, fields: ["idNumber"] }),
    ]);
    // Neither the stored patient nor the trace shows a name or a number (R67).
    const dump = JSON.stringify([await PatientModel.find().lean(), await CorrectionModel.find().lean()]);
    for (const secret of ["李建囯", idNumber, patient.idNumber, "13700000002"]) expect(dump).not.toContain(secret);
  });

  it("sent again it corrects once, and what changes nothing leaves no trace", async () => {
    const patient = await makePatient(app);
    const requestKey = randomUUID();
    const replies = await Promise.all([
      correct(patient, { requestKey, name: "李建围" }),
      correct(patient, { requestKey, name: "李建围" }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect((await correct(patient, { name: "李建围", relationship: "self" })).status).toBe(200);
    expect(await traceOf(patient)).toHaveLength(1);
    await expect(CorrectionModel.updateOne({}, { version: 7 })).rejects.toThrow("append-only");
    await expect(CorrectionModel.deleteOne({})).rejects.toThrow("append-only");
  });

  it.each([
    ["another person", { name: "赵国栋", idNumber: newIdNumber({ birthDate: "1970-01-01" }) }, 422, "identity_changed"],
    ["a number that is wrong", { idNumber: "110105194912310021" }, 400, "invalid_input"],
    ["a document without its number", { documentType: "passport" }, 400, "invalid_input"],
    ["a name that is none", { name: "1" }, 400, "invalid_input"],
  ])("refuses %s", async (_, body, status, code) => {
    const patient = await makePatient(app);
    expect(outcome(await correct(patient, body)).slice(0, 2)).toEqual([status, code]);
    expect(await traceOf(patient)).toEqual([]);
  });

  it("keeps a person once an account, and one 本人", async () => {
    const account = await makePatientAccount(app);
    const self = await makePatient(app, { account });
    const father = await makePatient(app, { account, relationship: "parent" });
    expect(outcome(await correct(father, { idNumber: self.idNumber }))).toEqual([409, "patient_exists", "idNumber"]);
    expect(outcome(await correct(father, { relationship: "self" }))).toEqual([
      422,
      "relationship_invalid",
      "relationship",
    ]);
    // Two corrections to the same number at once: the index lets one through.
    const mother = await makePatient(app, { account, relationship: "parent" });
    const idNumber = another();
    const both = await Promise.all([correct(father, { idNumber }), correct(mother, { idNumber })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it("asks for a guardian where it makes a child of somebody (R8)", async () => {
    const passport = { documentType: "passport" as const, idNumber: "C01X00T99", sex: "male" as const };
    const patient = await makePatient(app, { ...passport, birthDate: "2010-05-01", relationship: "child" });
    const child = { birthDate: "2015-05-01" };
    expect(outcome(await correct(patient, child))).toEqual([422, "guardian_consent_required", "guardianConsent"]);
    const reply = await correct(patient, { ...child, guardianConsent: true });
    expect([reply.status, reply.data.age]).toEqual([200, 11]);
  });

  it("a newborn gets a name and a document, and stays the same person", async () => {
    const born = { birthDate: "2026-11-01", sex: "male" as const, relationship: "child" as const };
    const patient = await makePatient(app, { documentType: "newborn", idNumber: "", ...born, guardianConsent: true });
    const idNumber = newIdNumber(born);
    const reply = await correct(patient, { documentType: "resident-id", idNumber, name: "王小宝" });
    expect([reply.status, reply.data.documentType, reply.data.name]).toEqual([200, "resident-id", "王小宝"]);
  });

  it("corrects the identity three times a year at most, other things as often as one likes", async () => {
    const patient = await makePatient(app);
    for (const name of ["李建一", "李建二", "李建三"]) expect((await correct(patient, { name })).status).toBe(200);
    expect(outcome(await correct(patient, { name: "李建四" })).slice(0, 2)).toEqual([409, "correction_limit"]);
    expect((await correct(patient, { phone: "13700000003" })).status).toBe(200);
    app.advance(366 * DAY_MS);
    const { token } = await signIn(app, patient.account);
    expect((await correct(patient, { name: "李建四" }, token)).status).toBe(200);
  });

  it("leaves the number alone while a booking rests on it, and takes what is over along", async () => {
    const specialist = await makeScheduledSpecialist(app);
    const last = (await freeSlots(app, specialist.specialistId)).at(-1)?.start ?? "";
    const { patient, id, proofReportId } = await makeAppointment(app, { specialist, start: last });
    const idNumber = another();
    const refused = await correct(patient, { idNumber });
    expect([refused.status, refused.problem?.code, refused.problem?.about]).toEqual([
      409,
      "booking_open",
      { type: "Appointment", id },
    ]);
    expect((await correct(patient, { name: "李建囯" })).status).toBe(200);
    const as = patient.account.token;
    const cancelled = await app.call("POST", `/appointments/${id}/cancel`, { as, body: { reason: "有事" } });
    expect(cancelled.status).toBe(200);
    expect((await correct(patient, { idNumber })).status).toBe(200);
    const start = (await freeSlots(app, specialist.specialistId))[0]?.start ?? "";
    const body = bookingBody({ patientId: patient.id, specialistId: specialist.specialistId, start, proofReportId });
    expect((await app.call("POST", "/appointments", { as, body })).status).toBe(201);
  });

  it("a booking and a correction at once: either the booking is on the new number, or the number stays", async () => {
    const specialist = (await makeAppointment(app)).specialist;
    const slots = await freeSlots(app, specialist.specialistId);
    const codes = await Promise.all(
      slots.slice(0, 6).map(async ({ start }) => {
        const patient = await makePatient(app);
        const proofReportId = await makeFiledReport(app, patient);
        const { specialistId } = specialist;
        const body = bookingBody({ patientId: patient.id, specialistId, start, proofReportId });
        const [booked, corrected] = await Promise.all([
          app.call("POST", "/appointments", { as: patient.account.token, body }),
          correct(patient, { idNumber: another() }),
        ]);
        return [booked.problem?.code ?? booked.status, corrected.problem?.code ?? corrected.status];
      }),
    );
    for (const pair of codes)
      expect([
        [201, "booking_open"],
        ["record_changed", 200],
        [201, 200],
      ]).toContainEqual(pair);
    await app.settled();
    const rows = await PatientModel.db.collection("appointments").find({ status: "booked" }).toArray();
    for (const row of rows) {
      const patient = await PatientModel.findById(row.patientId as never).lean();
      expect(row.person).toBe(patient?.idNumberLookup);
    }
  });

  it("is for the account alone, and for whoever has just proved who they are", async () => {
    const patient = await makePatient(app);
    const strangers = await makeStrangers(app);
    await expectRefused(strangers, (id, as) => correct({ ...patient, id }, { name: "李建五" }, as), patient.id);
    await expectRefused(strangers, (id, as) => app.call("GET", `/patients/${id}/corrections`, { as }), patient.id);
    app.advance(FRESH_MS - 1000);
    expect((await correct(patient, { name: "李建五" })).status).toBe(200);
    app.advance(1000);
    expect([401, 403]).toContain((await correct(patient, { name: "李建六" })).status);
  });
});
