import type { BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { TimeSpan } from "@fuzhen/shared/schedules/claim.rules.ts";
import type { OfferedSlot } from "@fuzhen/shared/schedules/schedule.rules.ts";
import { slotMinuteLimits } from "@fuzhen/shared/schedules/schedule-numbers.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { readTogether, type Read } from "../../platform/read-together.ts";
import {
  activeConsentsReading,
  personReading,
  requireEveryConsent,
  type ConsentRecord,
  type PatientRecord,
} from "../patients/index.ts";
import { reportsReading, type ReportRecord } from "../reports/index.ts";
import {
  meetingReadings,
  placesBeside,
  publishedScheduleReading,
  type Met,
  type ScheduleRecord,
} from "../schedules/index.ts";
import { specialistsReading, type SpecialistRecord } from "../specialists/index.ts";
import { sealTexts, type AppointmentRecord } from "./appointment.record.ts";
import { requestReading, standingReading, type NewAppointment } from "./appointment.repo.ts";
import { limitBroken, type StandingBooking } from "./booking-limits.policy.ts";
import { bookableSlot } from "./offered-slots.ts";
import { requireProofAmong, requireReportsAmong } from "./patient-reports.ts";

/** What is asked for, and for whom. */
export interface Wish {
  id: string;
  accountId: string;
  patient: PatientRecord;
  input: BookAppointmentInput;
}

/** All that a booking rests on, as of one moment. */
export interface Ground {
  specialist: SpecialistRecord | undefined;
  schedule: ScheduleRecord | null;
  /** As the patient is known now; null when the account has removed them. */
  person: string | null;
  consents: ConsentRecord[];
  reports: ReportRecord[];
  /** What the same request has booked before. */
  repeated: AppointmentRecord | null;
  ofPerson: StandingBooking[];
  ofAccount: StandingBooking[];
  /** Claims that meet its first minutes. */
  met: Met;
}

/** The first minutes of the wished time: none is shorter, and how long it is nobody knows yet. */
export const firstOf = ({ start }: Pick<BookAppointmentInput, "start">): TimeSpan => ({
  from: new Date(start),
  to: new Date(Date.parse(start) + slotMinuteLimits.least * MINUTE_MS),
});

const readingsOf = ({ accountId, patient: { id, person }, input }: Wish, now: Date) =>
  [
    specialistsReading([input.specialistId]),
    publishedScheduleReading(input.specialistId),
    personReading(id),
    activeConsentsReading(id),
    reportsReading([...new Set([input.proofReportId, ...input.reportIds])]),
    requestReading(accountId, input.requestKey),
    standingReading({ person }, now),
    standingReading({ accountId }, now),
    ...meetingReadings({ specialistId: input.specialistId, person, ...firstOf(input) }),
  ] as const;

/** For all of them in one command. */
export async function readGrounds(ctx: Pick<Ctx, "now">, wishes: readonly Wish[]): Promise<Ground[]> {
  const now = ctx.now();
  const all = wishes.map((wish) => readingsOf(wish, now));
  const read: unknown[] = await readTogether(all.flat());
  return all.map((readings, wish) => {
    const [
      specialists,
      schedule,
      person,
      consents,
      reports,
      repeated,
      ofPerson,
      ofAccount,
      personsMet,
      specialistsMet,
    ] = read.slice(wish * readings.length, (wish + 1) * readings.length) as unknown as Read<typeof readings>;
    const met = { ofPerson: personsMet, ofSpecialist: specialistsMet };
    return { specialist: specialists[0], schedule, person, consents, reports, repeated, ofPerson, ofAccount, met };
  });
}

export interface Plan {
  booking: NewAppointment;
  slot: OfferedSlot;
  specialist: SpecialistRecord;
}

/** The booking as it may be made on this ground, or why not. TimeTaken too, as far as is known; the rest is for the claim to say. */
export function planBooking(ctx: Ctx, { id, accountId, patient, input }: Wish, ground: Ground): Plan {
  requireEveryConsent(ground.consents);
  // Corrected or removed a moment ago: the time would be claimed for somebody else (R42).
  if (ground.person !== patient.person) throw new AppError("record_changed");
  const { specialist } = ground;
  const now = ctx.now();
  const slot = specialist && bookableSlot(specialist, ground.schedule, new Date(input.start), now, specialist.timeZone);
  if (!slot) throw new AppError("slot_unavailable");
  requireProofAmong(ground.reports, patient.id, input.proofReportId);
  requireReportsAmong(ground.reports, patient.id, input.reportIds);
  const booking: NewAppointment = {
    id,
    requestKey: input.requestKey,
    accountId,
    patientId: patient.id,
    person: patient.person,
    specialistId: specialist.id,
    organizationId: specialist.organizationId,
    departmentId: specialist.departmentId,
    start: slot.from,
    end: slot.to,
    feeCents: slot.feeCents,
    visitKind: slot.visitKind,
    sealedTexts: sealTexts(ctx.keys, id, input),
    proofReportId: input.proofReportId,
    reportIds: [...new Set(input.reportIds)],
    bookedAt: now,
  };
  const standing = { ofPerson: ground.ofPerson, ofAccount: ground.ofAccount.length };
  const broken = limitBroken(booking, standing, specialist.settings, specialist.timeZone);
  if (broken) throw new AppError(broken);
  placesBeside(ground.met, { holder: id, capacity: slot.capacity }, now);
  return { booking, slot, specialist };
}
