import type { AppointmentStatus } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { WaitingDevice } from "@fuzhen/shared/waiting/waiting.schema.ts";
import type { Keys } from "../../platform/keys.ts";

/** Their place in the specialist's queue (waiting), from check-in on. */
export interface QueuePlace {
  turnAt: Date;
  urgent: boolean;
  called: boolean;
  /** The last call, also when it is over. */
  calledAt: Date | null;
  calledUntil: Date | null;
  /** Of the press that called them. */
  callKey: string | null;
  answeredAt: Date | null;
  passes: number;
  away: boolean;
  device: WaitingDevice | null;
}

export interface AppointmentRecord {
  id: string;
  accountId: string;
  patientId: string;
  /** As claims know people (schedules). */
  person: string;
  specialistId: string;
  organizationId: string;
  departmentId: string;
  start: Date;
  end: Date;
  feeCents: number;
  visitKind: Appointment["visitKind"];
  status: AppointmentStatus;
  /** Decrypt with `openTexts`. */
  sealedTexts: string;
  proofReportId: string;
  reportIds: string[];
  judgement: { decision: "accepted" | "declined"; sealedReason: string; at: Date; by: string } | null;
  checkedInAt: Date | null;
  /** Kept when they wait no more; null before check-in. */
  queue: QueuePlace | null;
  cancelled: { by: "patient" | "specialist" | "admin"; sealedReason: string; at: Date } | null;
  /** Where it was as the patient booked it, and when the office last moved it. */
  moved: { specialistId: string; start: Date; at: Date } | null;
  consultationId: string | null;
  consultationStatus: ConsultationStatus | null;
  /** When its visit was opened and ended. */
  visitOpenedAt: Date | null;
  visitEndedAt: Date | null;
  bookedAt: Date;
}

/** What the patient wrote with the booking. */
export interface BookingTexts {
  disease: string;
  diagnosedAt: string;
  message: string;
}

export const sealTexts = (keys: Keys, appointmentId: string, { disease, diagnosedAt, message }: BookingTexts): string =>
  keys.seal(JSON.stringify({ disease, diagnosedAt, message }), `appointment:${appointmentId}:texts`);

export const openTexts = (keys: Keys, record: Pick<AppointmentRecord, "id" | "sealedTexts">): BookingTexts =>
  JSON.parse(keys.open(record.sealedTexts, `appointment:${record.id}:texts`)) as BookingTexts;

/** Reasons of a judgement or cancellation are sealed too, since they speak of the illness. */
export const sealReason = (keys: Keys, appointmentId: string, reason: string): string =>
  keys.seal(reason, `appointment:${appointmentId}:reason`);

export const openReason = (keys: Keys, appointmentId: string, sealed: string): string =>
  keys.open(sealed, `appointment:${appointmentId}:reason`);
