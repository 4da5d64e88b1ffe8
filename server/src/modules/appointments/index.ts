import type { ServerModule } from "../module.ts";
import { appointmentChecks } from "./appointment-checks.repo.ts";
import { broadcast } from "./appointment.broadcast.ts";
import "./appointment.facts.ts";
import { routes } from "./appointment.routes.ts";
import { offersCaller, offersJob } from "./keep-offers.ts";
import { missedJob } from "./mark-missed.ts";

export { readableAppointments } from "./accountable.ts";
export type { AppointmentFact } from "./appointment.facts.ts";
export { listOfPatient } from "./appointment.reads.ts";
export { presentAppointment, presentChanged, presentAppointments } from "./appointment.present.ts";
export { findAppointment as getAppointment } from "./appointment.repo.ts";
export { startingBetween, visitsTogether } from "./appointment-lists.repo.ts";
export { callOff, openBookings, renamePerson } from "./open-bookings.ts";
export { readableAmong } from "./accountable.ts";
export type { AppointmentRecord, QueuePlace } from "./appointment.record.ts";
export { recordAppointmentFact } from "./appointment.facts.ts";
export { requireOwnAppointment, requireVisibleAppointment } from "./own-appointment.ts";
export * as queue from "./queue.repo.ts";
export { fulfilAppointment, linkConsultation } from "./follow-visit.ts";

export const appointmentsModule: ServerModule = {
  routes: { appointments: routes },
  broadcast,
  consumers: [offersCaller],
  jobs: [missedJob, offersJob],
  checks: appointmentChecks,
};
