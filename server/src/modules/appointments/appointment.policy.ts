import {
  isActive,
  nextAppointmentStatus,
  visitWindow,
  type VisitSettings,
} from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import { DAY_MS, MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Actor } from "../../platform/context.ts";
import type { AppointmentRecord } from "./appointment.record.ts";

/** `move` and `handOver` are the office's alone, and travel with the booking. */
export type Ability = keyof Appointment["abilities"] | "move" | "handOver";
export type Side = "patient" | "specialist" | "office";

/** The fields the policy decides on. Consents and the patient gate are checked by the use case. */
export type JudgedAppointment = Pick<
  AppointmentRecord,
  | "accountId"
  | "specialistId"
  | "organizationId"
  | "status"
  | "start"
  | "end"
  | "consultationId"
  | "consultationStatus"
  | "judgement"
  | "moved"
>;
interface Situation {
  settings: VisitSettings;
  now: Date;
}

/**
 * Whether the actor is the patient's or the specialist's side of the appointment; null for everybody else, whatever
 * their role.
 */
export function sideOf(actor: Actor | null, record: JudgedAppointment): Side | null {
  if (actor?.role === "patient" && actor.userId === record.accountId) return "patient";
  if (actor?.role === "specialist" && actor.specialistId === record.specialistId) return "specialist";
  if (actor?.role === "admin" && actor.duty === "system" && actor.organizationId === record.organizationId)
    return "office";
  return null;
}

type Rule = (record: JudgedAppointment, situation: Situation) => ErrorCode | null;

const inWindow: Rule = (record, { settings, now }) => {
  const place = visitWindow(record, settings, now);
  return place === "early" ? "too_early" : place === "late" ? "too_late" : null;
};

const cancel =
  (side: Side): Rule =>
  (record, { settings, now }) => {
    if (record.status === "cancelled") return "already_cancelled";
    // An opened visit has to be ended as a visit; cancelling the appointment would leave an open room without one.
    if (!nextAppointmentStatus(record.status, "cancel") || record.consultationId) return "illegal_state";
    // What the office changed within the last day, the patient has not chosen and may decline until it begins.
    const chosen = record.start.getTime() - (record.moved?.at.getTime() ?? -Infinity) > DAY_MS;
    const last = record.start.getTime() - (chosen ? settings.cancelMinutesBefore * MINUTE_MS : 0);
    return side === "patient" && now.getTime() > last ? "too_late" : null;
  };

/** Whoever has checked in sits and waits. */
const onlyBooked: Rule = (record) => (record.status === "booked" && !record.consultationId ? null : "illegal_state");

/** Rules by side; a verb without a row is forbidden to that side. */
const rules: Record<Side, Partial<Record<Ability, Rule>>> = {
  patient: {
    cancel: cancel("patient"),
    checkIn: (record, situation) =>
      nextAppointmentStatus(record.status, "check-in") ? inWindow(record, situation) : "illegal_state",
    supplement: (record) => (isActive(record.status) ? null : "illegal_state"),
    enter: (record) => (record.consultationStatus === "in-progress" ? null : "illegal_state"),
  },
  specialist: {
    cancel: cancel("specialist"),
    judge: (record) => (isActive(record.status) && !record.consultationId ? null : "illegal_state"),
    open: (record, situation) => {
      if (!isActive(record.status) || record.consultationId) return "illegal_state";
      return record.judgement?.decision === "accepted" ? inWindow(record, situation) : "judgement_required";
    },
    enter: (record) => (record.consultationStatus === "in-progress" ? null : "illegal_state"),
    // Until the visit's time: then the patient has gone elsewhere.
    restore: (record, { now }) => {
      if (record.status !== "cancelled" || record.judgement?.decision !== "declined") return "illegal_state";
      return now < record.start ? null : "too_late";
    },
  },
  office: {
    cancel: cancel("office"),
    move: onlyBooked,
    handOver: onlyBooked,
  },
};

/** Why the actor may not do this now, or null when they may. */
export function refusalOf(
  actor: Actor | null,
  verb: Ability,
  record: JudgedAppointment,
  situation: Situation,
): ErrorCode | null {
  const side = sideOf(actor, record);
  const rule = side && rules[side][verb];
  return rule ? rule(record, situation) : "forbidden";
}

/** The same answers as they travel with the record. */
export function abilitiesOf(
  actor: Actor | null,
  record: JudgedAppointment,
  situation: Situation,
): Appointment["abilities"] {
  const can = (verb: Ability) => refusalOf(actor, verb, record, situation) === null;
  return {
    cancel: can("cancel"),
    checkIn: can("checkIn"),
    supplement: can("supplement"),
    judge: can("judge"),
    open: can("open"),
    enter: can("enter"),
    restore: can("restore"),
  };
}
