import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";

export const visitSteps = ["booked", "judged", "checked-in", "waiting", "visit", "plan"] as const;
export type VisitStep = (typeof visitSteps)[number];
export type StepState = "done" | "now" | "later";

/**
 * How each step of a follow-up stands, by the appointment alone: green is only what has truly happened. Null once it has ended without
 * a visit: then no step comes any more.
 */
export function stepStates({
  status,
  judgement,
  checkedInAt,
  consultationStatus,
}: Pick<Appointment, "status" | "judgement" | "checkedInAt" | "consultationStatus">): Record<
  VisitStep,
  StepState
> | null {
  if (consultationStatus === "cancelled") return null;
  if (consultationStatus === null && status !== "booked" && status !== "checked-in") return null;
  const done: Record<VisitStep, boolean> = {
    booked: true,
    judged: judgement?.decision === "accepted",
    "checked-in": checkedInAt !== null,
    waiting: consultationStatus !== null,
    visit: consultationStatus === "finished",
    plan: consultationStatus === "finished",
  };
  // A specialist may open a visit to which nobody checked in: that step has not happened and will not.
  const now = visitSteps.find((step) => !done[step] && !(step === "checked-in" && consultationStatus !== null));
  const stateOf = (step: VisitStep): StepState => (done[step] ? "done" : step === now ? "now" : "later");
  return Object.fromEntries(visitSteps.map((step) => [step, stateOf(step)])) as Record<VisitStep, StepState>;
}
