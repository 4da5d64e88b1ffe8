import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { isActive } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { meet } from "@fuzhen/shared/schedules/claim.rules.ts";
import type { Slot } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { appointmentQuery } from "../api/appointment.ts";
import { myAppointmentsQuery } from "../api/my-appointments.ts";

const spanOf = ({ start, end }: Pick<Slot, "start" | "end">) => ({ from: new Date(start), to: new Date(end) });

/**
 * The visit of the same person that overlaps with a time: known beforehand from the account's own bookings, or named by the
 * server's refusal, which also knows of bookings that are not loaded here.
 */
export function useMeetingVisit(patientId: string, slot: Slot | undefined, refusal: unknown): Appointment | undefined {
  const mine = useInfiniteQuery(myAppointmentsQuery("upcoming"));
  const named = refusal instanceof ApiError && refusal.code === "patient_busy" ? refusal.about?.id : undefined;
  const refused = useQuery({ ...appointmentQuery(named ?? ""), enabled: named !== undefined });
  const known = mine.data?.pages
    .flatMap(({ items }) => items)
    .find(
      (visit) => slot && visit.patient.id === patientId && isActive(visit.status) && meet(spanOf(visit), spanOf(slot)),
    );
  return known ?? (named === undefined ? undefined : refused.data);
}
