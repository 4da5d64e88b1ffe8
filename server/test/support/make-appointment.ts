import { randomUUID } from "node:crypto";
import type { Appointment, BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import type { Slot, SlotDay } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { sealOf } from "../../src/modules/reports/report.present.ts";
import { insertReport } from "../../src/modules/reports/report.repo.ts";
import { newId } from "../../src/platform/outbox.ts";
import { makePatient, type TestPatient } from "./make-patient.ts";
import { makeSchedule } from "./make-schedule.ts";
import { makeSpecialist, type TestSpecialist } from "./make-specialist.ts";
import type { TestApp } from "./test-app.ts";

/** A report row as its slice writes it, without papers: what happens to those is shown by the tests of files. */
export async function makeFiledReport(
  app: TestApp,
  patient: TestPatient,
  category: Report["category"] = "diagnosis-proof",
): Promise<string> {
  const id = newId();
  const row = { id, addedBy: patient.account.id, requestKey: randomUUID(), patientId: patient.id, category };
  const papers = { issuedOn: addDays(dayOf(app.ctx.now()), -60), fileIds: [] };
  await insertReport(
    {
      ...row,
      ...papers,
      sealedTitle: app.ctx.keys.seal("门诊病历", sealOf(id, "title")),
      sealedPerformer: app.ctx.keys.seal("北京肾病医院", sealOf(id, "performer")),
    },
    app.ctx.now(),
  );
  return id;
}

/** What patients are offered, as anybody sees it. */
export async function freeSlots(app: TestApp, specialistId: string, days = 3): Promise<Slot[]> {
  const reply = await app.call<SlotDay[]>("GET", `/specialists/${specialistId}/slots?days=${days}`);
  if (reply.status !== 200) throw new Error(`slots answered ${reply.status} ${reply.problem?.code}`);
  return reply.data.flatMap((day) => day.slots).filter((slot) => slot.free);
}

export const bookingBody = (
  fields: Pick<BookAppointmentInput, "patientId" | "specialistId" | "start" | "proofReportId">,
  overrides: Partial<BookAppointmentInput> = {},
): BookAppointmentInput => ({
  requestKey: randomUUID(),
  disease: "慢性肾小球肾炎",
  diagnosedAt: "北京肾病医院",
  reportIds: [],
  message: "最近泡沫尿多",
  ...fields,
  ...overrides,
});

export interface TestAppointment {
  id: string;
  record: Appointment;
  patient: TestPatient;
  specialist: TestSpecialist;
  proofReportId: string;
}

/**
 * A booked follow-up in the next free slot unless `start` is given, with people of its own unless they are. With
 * `accepted` the specialist has judged it a follow-up.
 */
export async function makeAppointment(
  app: TestApp,
  {
    specialist,
    patient,
    accepted = false,
    ...overrides
  }: Partial<BookAppointmentInput> & { specialist?: TestSpecialist; patient?: TestPatient; accepted?: boolean } = {},
): Promise<TestAppointment> {
  const doctor = specialist ?? (await makeScheduledSpecialist(app));
  const person = patient ?? (await makePatient(app));
  const proofReportId = overrides.proofReportId ?? (await makeFiledReport(app, person));
  const start = overrides.start ?? (await freeSlots(app, doctor.specialistId))[0]?.start ?? "";
  const body = bookingBody(
    { patientId: person.id, specialistId: doctor.specialistId, start, proofReportId },
    overrides,
  );
  const booked = await app.call<Appointment>("POST", "/appointments", { as: person.account.token, body });
  if (booked.status !== 201) throw new Error(`booking answered ${booked.status} ${booked.problem?.code}`);
  const made = { id: booked.data.id, patient: person, specialist: doctor, proofReportId };
  if (!accepted) return { ...made, record: booked.data };
  const at = `/appointments/${made.id}/judgement`;
  const judged = await app.call<Appointment>("PUT", at, { as: doctor.token, body: { decision: "accepted" } });
  if (judged.status !== 200) throw new Error(`judgement answered ${judged.status} ${judged.problem?.code}`);
  return { ...made, record: judged.data };
}

/** A published specialist with a published schedule. */
export async function makeScheduledSpecialist(
  app: TestApp,
  options: Parameters<typeof makeSpecialist>[1] = {},
): Promise<TestSpecialist> {
  const specialist = await makeSpecialist(app, options);
  await makeSchedule(app, specialist);
  return specialist;
}
