import { maskName } from "@fuzhen/shared/patients/masks.ts";
import type { Appointment, Booking, ChangedAppointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { ageOn, dayOf, MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { getPatient, type PatientRecord } from "../patients/index.ts";
import { visitSettingsOf, type Settings } from "../organizations/index.ts";
import { getSpecialists, isOnDuty, type SpecialistRecord } from "../specialists/index.ts";
import { readableAmong } from "./accountable.ts";
import type { Booked } from "./book-together.ts";
import { waitsIn } from "./queue.repo.ts";
import { abilitiesOf, refusalOf } from "./appointment.policy.ts";
import { openReason, openTexts, type AppointmentRecord, type QueuePlace } from "./appointment.record.ts";

/** Reply for one appointment; the caller has passed the gate. */
export async function presentAppointment(ctx: Ctx, record: AppointmentRecord): Promise<Appointment> {
  const [reply] = await presentAppointments(ctx, [record]);
  return reply as Appointment;
}

/** Reply for a booking that its own account has just made, from what was read for it. */
export function presentBooked(ctx: Ctx, { record, people }: Booked): Promise<Appointment> {
  if (!people) return presentAppointment(ctx, record);
  const { patient, specialist } = people;
  const known: People = {
    patients: new Map([[patient.id, patient]]),
    specialists: new Map([[specialist.id, specialist]]),
    settings: new Map([[specialist.organizationId, specialist.settings]]),
  };
  return Promise.resolve(present(ctx, record, known));
}

/** Replies for a list; each person and organisation is read once. */
export async function presentAppointments(ctx: Ctx, records: readonly AppointmentRecord[]): Promise<Appointment[]> {
  const people = await peopleOf(ctx, records);
  return records.map((record) => present(ctx, record, people));
}

/**
 * The reply of a change: whole for who may read the appointment now, else bare. The gate is asked with a reading purpose,
 * since the right to change does not carry the right to read.
 */
export async function presentChanged(ctx: Ctx, record: AppointmentRecord): Promise<ChangedAppointment> {
  if ((await readableAmong(ctx, [record])).has(record.id)) return presentAppointment(ctx, record);
  const { id, start, end, status } = record;
  return { id, start: start.toISOString(), end: end.toISOString(), status, patient: null };
}

interface People {
  patients: Map<string, PatientRecord>;
  specialists: Map<string, SpecialistRecord>;
  settings: Map<string, Settings>;
}

async function peopleOf(ctx: Ctx, records: readonly AppointmentRecord[]): Promise<People> {
  const people: People = { patients: new Map(), specialists: new Map(), settings: new Map() };
  for (const specialist of await getSpecialists([
    ...new Set(records.flatMap(({ specialistId, moved }) => [specialistId, moved?.specialistId ?? specialistId])),
  ]))
    people.specialists.set(specialist.id, specialist);
  for (const { organizationId, settings } of people.specialists.values()) people.settings.set(organizationId, settings);
  // One after the other: a caller may hold a transaction, in which queries must not run side by side.
  for (const id of new Set(records.map((record) => record.organizationId)))
    if (!people.settings.has(id)) people.settings.set(id, await visitSettingsOf(id));
  for (const id of new Set(records.map((record) => record.patientId))) {
    const patient = await getPatient(ctx, id);
    if (patient) people.patients.set(id, patient);
  }
  return people;
}

/** Records are kept for 15 years (R32), so a missing one is a fault of ours. */
function known<T>(map: Map<string, T>, id: string): T {
  const found = map.get(id);
  if (!found) throw new Error("an appointment points to a record that is gone");
  return found;
}

const commonOf = (record: AppointmentRecord) => ({
  id: record.id,
  start: record.start.toISOString(),
  end: record.end.toISOString(),
  status: record.status,
  visitKind: record.visitKind,
  feeCents: record.feeCents,
});

function present(ctx: Ctx, record: AppointmentRecord, people: People): Appointment {
  const patient = known(people.patients, record.patientId);
  const specialist = known(people.specialists, record.specialistId);
  const settings = known(people.settings, record.organizationId);
  const { judgement, cancelled, moved } = record;
  const now = ctx.now();
  return {
    ...commonOf(record),
    patient: {
      id: patient.id,
      name: patient.name,
      sex: patient.sex,
      birthDate: patient.birthDate,
      age: ageOn(patient.birthDate, dayOf(now, settings.timeZone)),
    },
    specialist: {
      id: specialist.id,
      name: specialist.name,
      title: specialist.title,
      departmentName: specialist.departmentName,
      organizationName: specialist.organizationName,
    },
    feePayment: settings.feePayment,
    ...openTexts(ctx.keys, record),
    proofReportId: record.proofReportId,
    reportIds: record.reportIds,
    judgement: judgement && {
      decision: judgement.decision,
      reason: openReason(ctx.keys, record.id, judgement.sealedReason),
      judgedAt: judgement.at.toISOString(),
      judgedBy: specialist.name,
    },
    checkedInAt: record.checkedInAt?.toISOString() ?? null,
    queued: waitsIn(record) ? presentQueue(record.queue) : null,
    cancelled: cancelled && {
      by: cancelled.by,
      reason: openReason(ctx.keys, record.id, cancelled.sealedReason),
      at: cancelled.at.toISOString(),
    },
    moved: moved && {
      specialistName: known(people.specialists, moved.specialistId).name,
      start: moved.start.toISOString(),
      at: moved.at.toISOString(),
    },
    consultationId: record.consultationId,
    consultationStatus: record.consultationStatus,
    opensAt: new Date(record.start.getTime() - settings.opensMinutesBefore * MINUTE_MS).toISOString(),
    abilities: abilitiesOf(ctx.actor, record, { settings, now }),
  };
}

const presentQueue = (place: QueuePlace): Appointment["queued"] => ({
  turnAt: place.turnAt.toISOString(),
  urgent: place.urgent,
  called: place.called,
  calledAt: place.calledAt?.toISOString() ?? null,
  calledUntil: place.calledUntil?.toISOString() ?? null,
  answeredAt: place.answeredAt?.toISOString() ?? null,
  passes: place.passes,
  away: place.away,
  device: place.device,
});

/** Lines of the admin's list: the name is masked, and nothing clinical is decrypted. */
export async function presentBookings(ctx: Ctx, records: readonly AppointmentRecord[]): Promise<Booking[]> {
  const people = await peopleOf(ctx, records);
  return records.map((record) => {
    const specialist = known(people.specialists, record.specialistId);
    const settings = known(people.settings, record.organizationId);
    const situation = { settings, now: ctx.now() };
    // Who sees nobody today has no other time to offer.
    const here = isOnDuty(specialist, dayOf(ctx.now(), settings.timeZone));
    return {
      ...commonOf(record),
      patientNameMasked: maskName(known(people.patients, record.patientId).name),
      specialist: { id: specialist.id, name: specialist.name },
      departmentId: record.departmentId,
      departmentName: specialist.departmentName,
      bookedAt: record.bookedAt.toISOString(),
      consultationStatus: record.consultationStatus,
      decision: record.judgement?.decision ?? null,
      cancelledBy: record.cancelled?.by ?? null,
      abilities: {
        cancel: refusalOf(ctx.actor, "cancel", record, situation) === null,
        move: here && refusalOf(ctx.actor, "move", record, situation) === null,
        handOver: refusalOf(ctx.actor, "handOver", record, situation) === null,
      },
    };
  });
}
