import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { presentAppointment, presentBooked, presentChanged } from "./appointment.present.ts";
import {
  listBookingsOfDay,
  listOfPatient,
  listOwn,
  readAppointment,
  readUnjudged,
  readWorklist,
} from "./appointment.reads.ts";
import { listBookingsAway } from "./away.reads.ts";
import { bookAppointment } from "./book-appointment.ts";
import { cancelAppointment } from "./cancel-appointment.ts";
import { checkIn } from "./check-in.ts";
import { handOverBooking } from "./hand-over-booking.ts";
import { judgeFollowUp } from "./judge-follow-up.ts";
import { cancelBooking, moveBooking } from "./office-booking.ts";
import { restoreAppointment } from "./restore-appointment.ts";
import { listOffers, listSlots } from "./slot.reads.ts";
import { supplementReports } from "./supplement-reports.ts";
import { touchedByAccount, touchedByDepartment, touchedBySpecialist } from "./touched.reads.ts";

export const routes = bindRoutes(contract.appointments, {
  slots: listSlots,
  offers: (ctx, { specialistIds }) => listOffers(ctx, specialistIds),
  book: async (ctx, input) => presentBooked(ctx, await bookAppointment(ctx, input)),
  cancel: async (ctx, input) => presentChanged(ctx, await cancelAppointment(ctx, input)),
  checkIn: async (ctx, { appointmentId }) => presentAppointment(ctx, await checkIn(ctx, appointmentId)),
  supplement: async (ctx, input) => presentAppointment(ctx, await supplementReports(ctx, input)),
  judge: async (ctx, input) => presentChanged(ctx, await judgeFollowUp(ctx, input)),
  get: (ctx, { appointmentId }) => readAppointment(ctx, appointmentId),
  mine: listOwn,
  worklist: readWorklist,
  unjudged: (ctx) => readUnjudged(ctx),
  ofPatient: listOfPatient,
  bookingsOfDay: listBookingsOfDay,
  touchedBySpecialist,
  touchedByDepartment,
  touchedByAccount,
  bookingsAway: listBookingsAway,
  cancelBooking,
  moveBooking,
  handOverBooking,
  restore: async (ctx, { appointmentId }) => presentChanged(ctx, await restoreAppointment(ctx, appointmentId)),
});
