/** Where an appointment stands, as its patient would say it, and what to do next. Pure. */
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { AppointmentTexts } from "./appointments.texts.ts";

export type AppointmentPhase = keyof AppointmentTexts["phases"];
export type NextStep = keyof AppointmentTexts["steps"];

type Standing = Pick<Appointment, "status" | "consultationStatus"> & {
  judgement: Pick<NonNullable<Appointment["judgement"]>, "decision"> | null;
};

/** The state of the visit takes precedence over that of the appointment. */
export function phaseOf({ status, consultationStatus, judgement }: Standing): AppointmentPhase {
  if (consultationStatus === "in-progress") return "in-visit";
  if (consultationStatus === "cancelled") return "stopped";
  if (consultationStatus === "finished" || status === "fulfilled") return "finished";
  if (status === "cancelled") return judgement?.decision === "declined" ? "declined" : "cancelled";
  if (status === "noshow") return "missed";
  if (status === "checked-in") return "checked-in";
  return judgement?.decision === "accepted" ? "accepted" : "booked";
}

/** Tone of the StatusTag; each tone also has its own icon. */
export const phaseTones = {
  booked: "active",
  accepted: "active",
  "checked-in": "active",
  "in-visit": "attention",
  finished: "done",
  stopped: "attention",
  cancelled: "attention",
  declined: "attention",
  missed: "attention",
} as const satisfies Record<AppointmentPhase, string>;

/** What the patient should know now. What they may do now is in `abilities`. */
export function nextStepOf(appointment: Standing & Pick<Appointment, "opensAt" | "abilities">, now: Date): NextStep {
  const phase = phaseOf(appointment);
  if (phase === "checked-in") return "waiting";
  if (phase === "in-visit") return "enter";
  if (phase !== "booked" && phase !== "accepted") return phase;
  if (appointment.abilities.checkIn) return "check-in";
  if (now >= new Date(appointment.opensAt)) return "too-late";
  return phase === "booked" ? "wait-judgement" : "wait-opening";
}

/** Whether the patient has to book anew. */
export const endedWithoutVisit = (phase: AppointmentPhase) => phase === "cancelled" || phase === "missed";
