import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";

/** The one thing to do now about a visit. `wait`: nothing, the doctor calls; `none`: only look at it. */
export type StepKind = "enter" | "check-in" | "supplement" | "wait" | "plan" | "none";

type Judged = Pick<Appointment, "status" | "abilities" | "consultationId" | "consultationStatus">;

/** By what the server says may be done: 进入诊室 before 签到 before 补充报告; afterwards 看医嘱. */
export function stepOf({ status, abilities, consultationId, consultationStatus }: Judged): StepKind {
  if (abilities.enter && consultationId !== null) return "enter";
  if (abilities.checkIn) return "check-in";
  if (status === "checked-in") return "wait";
  if (abilities.supplement) return "supplement";
  if (consultationStatus === "finished" && consultationId !== null) return "plan";
  return "none";
}

const PLAN_DAYS = 7;

/** What cannot wait comes first: a doctor sits in the room, then the hour of check-in. */
const URGENT: readonly StepKind[] = ["enter", "check-in"];

/** The visit the home page is about: the most urgent to come, else the one just over while its plan is news. */
export function visitNow<A extends Judged & Pick<Appointment, "end">>(
  upcoming: readonly A[],
  past: readonly A[],
  now: Date,
): A | undefined {
  for (const step of URGENT) {
    const urgent = upcoming.find((visit) => stepOf(visit) === step);
    if (urgent) return urgent;
  }
  if (upcoming[0]) return upcoming[0];
  const seen = past.find((visit) => stepOf(visit) === "plan");
  return seen && now.getTime() - Date.parse(seen.end) < PLAN_DAYS * DAY_MS ? seen : undefined;
}

/** The specialist to go on with: of the latest visit that took place, else of the latest booking at all. */
export function lastSpecialist<A extends Pick<Appointment, "status" | "specialist">>(
  past: readonly A[],
): A["specialist"] | undefined {
  return (past.find((visit) => visit.status === "fulfilled") ?? past[0])?.specialist;
}
