import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { freeSlots, makeAppointment, makeScheduledSpecialist } from "./make-appointment.ts";
import { makeHospital } from "./make-organization.ts";
import type { TestPatient } from "./make-patient.ts";
import type { TestSpecialist } from "./make-specialist.ts";
import type { TestApp } from "./test-app.ts";

/** A booked visit that its specialist may open now. */
export interface ReadyVisit {
  appointmentId: string;
  start: string;
  end: string;
  patientId: string;
  patient: TestPatient;
  specialist: TestSpecialist;
  patientToken: string;
  specialistToken: string;
}

export interface Visit extends ReadyVisit {
  consultationId: string;
}

export interface VisitWishes {
  patient?: TestPatient;
  /** `own` makes a new one in a new hospital; else all visits of an app share one who opens visits a day ahead. */
  specialist?: TestSpecialist | "own";
  /** Whether the specialist has accepted it as a follow-up; yes unless told otherwise. */
  judged?: boolean;
  /** The slot begins at least this long from now. */
  minutesAhead?: number;
}

const shared = new WeakMap<TestApp, Promise<TestSpecialist>>();
function sharedSpecialist(app: TestApp): Promise<TestSpecialist> {
  const made =
    shared.get(app) ??
    makeHospital(app, { visitSettings: { opensMinutesBefore: 1440 } }).then((hospital) =>
      makeScheduledSpecialist(app, { hospital }),
    );
  shared.set(app, made);
  return made;
}

export async function makeReadyVisit(
  app: TestApp,
  { patient, specialist, judged = true, minutesAhead = 0 }: VisitWishes = {},
): Promise<ReadyVisit> {
  const doctor =
    specialist === "own" ? await makeScheduledSpecialist(app) : (specialist ?? (await sharedSpecialist(app)));
  const from = app.ctx.now().getTime() + minutesAhead * MINUTE_MS;
  const slot = (await freeSlots(app, doctor.specialistId)).find(({ start }) => Date.parse(start) >= from);
  if (!slot) throw new Error("no free slot");
  const booked = await makeAppointment(app, {
    specialist: doctor,
    start: slot.start,
    accepted: judged,
    ...(patient ? { patient } : {}),
  });
  return {
    appointmentId: booked.id,
    start: slot.start,
    end: slot.end,
    patientId: booked.patient.id,
    patient: booked.patient,
    specialist: doctor,
    patientToken: booked.patient.account.token,
    specialistToken: doctor.token,
  };
}

/** A visit that is under way, opened by its specialist through the API. */
export async function makeConsultation(app: TestApp, wishes: VisitWishes = {}): Promise<Visit> {
  const ready = await makeReadyVisit(app, wishes);
  const reply = await app.call<Consultation>("POST", `/appointments/${ready.appointmentId}/consultation`, {
    as: ready.specialistToken,
  });
  if (reply.status !== 200) throw new Error(`opening answered ${reply.status} ${reply.problem?.code}`);
  return { ...ready, consultationId: reply.data.id };
}

/** Ends a visit as a specialist does: a whole note, signed. */
export async function finishVisit(app: TestApp, visit: Visit): Promise<void> {
  const note = `/consultations/${visit.consultationId}/note`;
  const fields = { chiefComplaint: "复查", presentIllness: "平稳", plan: "三月后复查" };
  const body = { ...fields, diagnoses: [{ code: "N03", display: "" }], expectedVersion: 0 };
  const saved = await app.call("PUT", note, { as: visit.specialistToken, body });
  const signed = await app.call("POST", `${note}/sign`, { as: visit.specialistToken, body: { expectedVersion: 1 } });
  if (signed.status !== 200) throw new Error(`signing answered ${saved.status}, ${signed.problem?.code}`);
}
