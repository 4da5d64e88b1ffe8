import { afterAll, beforeAll, expect, it } from "vitest";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { AppointmentModel } from "../../src/modules/appointments/appointment.model.ts";
import { expectRefused, ghost, makeStrangers, type Strangers } from "../support/expect-refused.ts";
import {
  bookingBody,
  freeSlots,
  makeAppointment,
  makeFiledReport,
  makeScheduledSpecialist,
} from "../support/make-appointment.ts";
import { grantConsents, makePatient, type TestPatient } from "../support/make-patient.ts";
import { makeSpecialist, type TestSpecialist } from "../support/make-specialist.ts";
import { earOf } from "../support/socket-ear.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";
import { auditEventsOfPatient } from "../support/trail.ts";

const NOW = "2026-11-23T02:00:00.000Z";
let app: TestApp;
let specialist: TestSpecialist;
let strangers: Strangers;
beforeAll(async () => {
  app = await startTestApp({ now: NOW });
  specialist = await makeScheduledSpecialist(app);
  strangers = await makeStrangers(app);
});
afterAll(() => app.close());

const book = (as: string | null, body: object) => app.call<Appointment>("POST", "/appointments", { as, body });
const read = (id: string, as: string | null) => app.call<Appointment>("GET", `/appointments/${id}`, { as });
const nextStart = async () => (await freeSlots(app, specialist.specialistId))[0]?.start ?? "no slot is free";
const pastMinutes = (instant: string, minutes: number) => Date.parse(instant) + minutes * MINUTE_MS;
const ready = async (patient: TestPatient, change: object = {}) => ({
  ...bookingBody({
    patientId: patient.id,
    specialistId: specialist.specialistId,
    start: await nextStart(),
    proofReportId: await makeFiledReport(app, patient),
  }),
  ...change,
});

it("answers the appointment, tells both sides and opens the record to the specialist", async () => {
  const patient = await makePatient(app);
  const [mine, theirs, foreign] = [
    earOf(await app.socket(patient.account.token)),
    earOf(await app.socket(specialist.token)),
    earOf(await app.socket(strangers.patient)),
  ];
  const reportId = await makeFiledReport(app, patient, "laboratory");
  const body = await ready(patient, { reportIds: [reportId, reportId] });
  const reply = await book(patient.account.token, body);
  expect(reply.status).toBe(201);
  expect(reply.data).toMatchObject({
    start: body.start,
    end: new Date(pastMinutes(body.start, 10)).toISOString(),
    status: "booked",
    visitKind: "video",
    feeCents: 5000,
    patient: { id: patient.id, name: "李建国", sex: "male", age: 68 },
    specialist: { id: specialist.specialistId, name: "陈静宜", departmentName: "肾内科" },
    disease: "慢性肾小球肾炎",
    message: "最近泡沫尿多",
    reportIds: [reportId],
    judgement: null,
    cancelled: null,
    consultationId: null,
    opensAt: new Date(pastMinutes(body.start, -30)).toISOString(),
  });
  await app.settled();
  const payload = {
    appointmentId: reply.data.id,
    patientId: patient.id,
    specialistId: specialist.specialistId,
  };
  expect(await mine.first("appointment:changed")).toEqual(payload);
  expect(await theirs.first("appointment:changed", (one) => one.appointmentId === reply.data.id)).toEqual(payload);
  expect(foreign.all("appointment:changed")).toEqual([]);
  expect((await read(reply.data.id, specialist.token)).data).toMatchObject({
    abilities: { judge: true, cancel: true, open: false, checkIn: false },
  });
  const trail = (await auditEventsOfPatient(patient.id)).map(({ action }) => action);
  expect(trail.filter((action) => action === "appointment:booked")).toHaveLength(1);
  expect((await freeSlots(app, specialist.specialistId)).map(({ start }) => start)).not.toContain(body.start);
});

it("answers the first booking to a repeated request, also when the slot is long gone", async () => {
  const patient = await makePatient(app);
  const body = await ready(patient);
  const first = await book(patient.account.token, body);
  const again = await book(patient.account.token, { ...body, start: await nextStart() });
  expect([again.status, again.data.id, again.data.start]).toEqual([201, first.data.id, body.start]);
});

it("keeps no diagnosis in clear text, and no person in the log (R67)", async () => {
  const { id, patient } = await makeAppointment(app, { specialist });
  const row = JSON.stringify(await AppointmentModel.findById(id).lean());
  expect(row).not.toMatch(/肾小球|泡沫尿|北京肾病医院/);
  const log = app.logLines.join("");
  for (const secret of ["李建国", "泡沫尿", "肾小球", patient.account.phone]) expect(log).not.toContain(secret);
});

it("is refused for nobody, for another's patient and for one who is not there", async () => {
  const patient = await makePatient(app);
  const body = await ready(patient);
  await expectRefused(strangers, (id, as) => book(as, { ...body, patientId: id }), patient.id);
  expect((await freeSlots(app, specialist.specialistId)).map(({ start }) => start)).toContain(body.start);
});

it.each<[string, object, string[]]>([
  ["no disease", { disease: " " }, ["disease"]],
  ["no hospital", { diagnosedAt: "" }, ["diagnosedAt"]],
  ["a message too long", { message: "长".repeat(501) }, ["message"]],
  ["a key that is none", { requestKey: "1" }, ["requestKey"]],
  ["a start that is none", { start: "tomorrow" }, ["start"]],
  ["ids that are none", { specialistId: { $ne: null }, proofReportId: "x" }, ["specialistId", "proofReportId"]],
  ["too many reports", { reportIds: Array.from({ length: 21 }, () => ghost) }, ["reportIds"]],
])("names the field: %s", async (_name, change, paths) => {
  const patient = await makePatient(app);
  const reply = await book(patient.account.token, await ready(patient, change));
  expect([reply.status, reply.problem?.code]).toEqual([400, "invalid_input"]);
  expect(reply.problem?.fields?.map(({ path }) => path)).toEqual(paths);
});

it("takes only this patient's reports that are not hidden, naming those that are not", async () => {
  const patient = await makePatient(app);
  const [own, hidden] = [
    await makeFiledReport(app, patient, "laboratory"),
    await makeFiledReport(app, patient, "laboratory"),
  ];
  await app.call("POST", `/reports/${hidden}/hide`, { as: patient.account.token });
  const foreign = await makeFiledReport(app, await makePatient(app), "laboratory");
  const reply = await book(patient.account.token, await ready(patient, { reportIds: [own, foreign, hidden, ghost] }));
  expect(reply.status).toBe(400);
  expect(reply.problem?.fields).toEqual([1, 2, 3].map((i) => ({ path: `reportIds.${i}`, code: "report_unknown" })));
});

it("needs the proof of the diagnosis made in person (R10, R11)", async () => {
  const patient = await makePatient(app);
  const hidden = await makeFiledReport(app, patient);
  await app.call("POST", `/reports/${hidden}/hide`, { as: patient.account.token });
  const unfit = [
    await makeFiledReport(app, patient, "laboratory"),
    await makeFiledReport(app, await makePatient(app)),
    hidden,
    ghost,
  ];
  for (const proofReportId of unfit) {
    const reply = await book(patient.account.token, await ready(patient, { proofReportId }));
    expect([reply.status, reply.problem?.code, reply.problem?.fields?.[0]?.path]).toEqual([
      422,
      "proof_required",
      "proofReportId",
    ]);
  }
});

it("needs the consents (R9, R53)", async () => {
  const patient = await makePatient(app, { consents: false });
  const body = await ready(patient);
  expect((await book(patient.account.token, body)).problem?.code).toBe("consent_required");
  await grantConsents(app, patient.account, patient.id);
  expect((await book(patient.account.token, body)).status).toBe(201);
});

it("sells only slots that are really offered", async () => {
  const patient = await makePatient(app);
  const idle = await makeSpecialist(app);
  const hidden = await makeSpecialist(app, { published: false });
  const expired = await makeScheduledSpecialist(app, { licenceValidTo: "2026-11-23" });
  const tomorrow = "2026-11-24T02:00:00.000Z";
  const changes = [
    { start: "2026-11-23T02:05:00.000Z" },
    { start: NOW },
    { start: "2026-11-23T01:00:00.000Z" },
    { start: "2027-03-01T02:00:00.000Z" },
    { start: tomorrow, specialistId: idle.specialistId },
    { start: tomorrow, specialistId: hidden.specialistId },
    { start: tomorrow, specialistId: expired.specialistId },
    { start: tomorrow, specialistId: ghost },
  ];
  for (const change of changes) {
    const reply = await book(patient.account.token, await ready(patient, change));
    expect([change, reply.status, reply.problem?.code]).toEqual([change, 409, "slot_unavailable"]);
  }
});

it("refuses a slot that is sold and a patient who has another visit then", async () => {
  const taken = await makeAppointment(app, { specialist });
  const other = await makePatient(app);
  const second = await book(other.account.token, await ready(other, { start: taken.record.start }));
  expect(second.problem?.code).toBe("slot_unavailable");
  const colleague = await makeScheduledSpecialist(app);
  const change = { start: taken.record.start, specialistId: colleague.specialistId };
  const busy = await book(taken.patient.account.token, await ready(taken.patient, change));
  expect([busy.status, busy.problem?.code]).toEqual([409, "patient_busy"]);
});
