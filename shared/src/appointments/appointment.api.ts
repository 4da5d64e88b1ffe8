import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { daySchema, idSchema, pageInputSchema, pageOf } from "../fields.ts";
import { slotDaySchema } from "../schedules/schedule.schema.ts";
import {
  appointmentSchema,
  changedAppointmentSchema,
  bookAppointmentInputSchema,
  bookingSchema,
  cancelBookingInputSchema,
  cancelAppointmentInputSchema,
  judgeFollowUpInputSchema,
  listBookingsInputSchema,
  handOverBookingInputSchema,
  moveBookingInputSchema,
  offerSchema,
} from "./appointment.schema.ts";
import { scheduleWeekSchema } from "../schedules/schedule.schema.ts";
import { touchedSchema } from "./touched.schema.ts";

const tags = ["appointments"];
const one = z.object({ appointmentId: idSchema });

export const appointmentsApi = {
  /** Slots by hospital day: the published schedule minus bookings. Free or taken, never who took them. */
  slots: endpoint("public", ["not_found"], { limit: "search" })
    .route({ method: "GET", path: "/specialists/{specialistId}/slots", tags })
    .input(
      z.object({
        specialistId: idSchema,
        from: daySchema.optional(),
        days: z.number().int().min(1).max(31).default(14),
      }),
    )
    .output(z.array(slotDaySchema)),
  /** Earliest free slot within 14 days and lowest fee of each (R3), for a page of search results. */
  offers: endpoint("public", [], { limit: "search" })
    .route({ method: "GET", path: "/offers", tags })
    .input(z.object({ specialistIds: z.array(idSchema).min(1).max(50) }))
    .output(z.array(offerSchema)),
  book: endpoint(
    ["patient"],
    [
      "slot_unavailable",
      "patient_busy",
      "proof_required",
      "consent_required",
      "booking_limit",
      "booking_limit_person",
      "booking_limit_department",
      "booking_limit_specialist",
    ],
  )
    .route({ method: "POST", path: "/appointments", successStatus: 201, tags })
    .input(bookAppointmentInputSchema)
    .output(appointmentSchema),
  cancel: endpoint(["patient", "specialist"], ["already_cancelled", "illegal_state", "too_late"])
    .route({ method: "POST", path: "/appointments/{appointmentId}/cancel", tags })
    .input(cancelAppointmentInputSchema)
    .output(changedAppointmentSchema),
  checkIn: endpoint(["patient"], ["too_early", "too_late", "illegal_state", "consent_required"])
    .route({ method: "POST", path: "/appointments/{appointmentId}/check-in", tags })
    .input(one)
    .output(appointmentSchema),
  /** Adds reports to a booked visit (补充报告); adding one twice is harmless. */
  supplement: endpoint(["patient"], ["illegal_state"])
    .route({ method: "POST", path: "/appointments/{appointmentId}/reports", tags })
    .input(one.extend({ reportIds: z.array(idSchema).min(1).max(20) }))
    .output(appointmentSchema),
  judge: endpoint(["specialist"], ["illegal_state"])
    .route({ method: "PUT", path: "/appointments/{appointmentId}/judgement", tags })
    .input(judgeFollowUpInputSchema)
    .output(changedAppointmentSchema),
  /** Takes a refusal back while its slot is still free, until the visit's time. */
  restore: endpoint(
    ["specialist"],
    ["slot_unavailable", "patient_busy", "consent_required", "illegal_state", "too_late"],
  )
    .route({ method: "DELETE", path: "/appointments/{appointmentId}/judgement", tags })
    .input(one)
    .output(changedAppointmentSchema),
  get: endpoint(["patient", "specialist"])
    .route({ method: "GET", path: "/appointments/{appointmentId}", tags })
    .input(one)
    .output(appointmentSchema),
  /** The account's appointments: `upcoming` soonest first, `past` latest first. */
  mine: endpoint(["patient"])
    .route({ method: "GET", path: "/appointments", tags })
    .input(pageInputSchema.extend({ scope: z.enum(["upcoming", "past"]).default("upcoming") }))
    .output(pageOf(appointmentSchema)),
  /** The specialist's bookings of later days that wait for a 复诊 judgement, soonest first, up to 50. */
  unjudged: endpoint(["specialist"])
    .route({ method: "GET", path: "/worklist/unjudged", tags })
    .output(z.object({ appointments: z.array(appointmentSchema) })),
  /** The specialist's own day in order of the slots. */
  worklist: endpoint(["specialist"])
    .route({ method: "GET", path: "/worklist", tags })
    .input(z.object({ day: daySchema.optional() }))
    .output(
      z.object({
        day: daySchema,
        appointments: z.array(appointmentSchema),
        /** Visits to come whose patient the specialist may not see, because a consent was taken back for example. */
        closed: z.int(),
      }),
    ),
  /** Earlier and coming visits of one patient, latest first; passes the patient gate. */
  ofPatient: endpoint(["patient", "specialist"])
    .route({ method: "GET", path: "/patients/{patientId}/appointments", tags })
    .input(pageInputSchema.extend({ patientId: idSchema }))
    .output(pageOf(appointmentSchema)),
  /** Bookings of one hospital day in the admin's own organisation. */
  bookingsOfDay: endpoint(["admin:system"], [], { limit: "search" })
    .route({ method: "GET", path: "/admin/bookings", tags })
    .input(listBookingsInputSchema)
    .output(pageOf(bookingSchema).extend({ day: daySchema, total: z.int().nullable() })),
  /** Whose visits are still to come: of one specialist, or of these the ones that a week would leave outside all sessions. */
  touchedBySpecialist: endpoint(["admin:system"], [], { limit: "search" })
    .route({ method: "POST", path: "/admin/specialists/{specialistId}/touched", tags })
    .input(z.object({ specialistId: idSchema, week: scheduleWeekSchema.nullable() }))
    .output(touchedSchema),
  touchedByDepartment: endpoint(["admin:system"], [], { limit: "search" })
    .route({ method: "GET", path: "/admin/departments/{departmentId}/touched", tags })
    .input(z.object({ departmentId: idSchema }))
    .output(touchedSchema),
  /** For who keeps accounts, who learns no patient's name: numbers alone. */
  touchedByAccount: endpoint(["admin:security"], ["own_act"], { limit: "search" })
    .route({ method: "GET", path: "/admin/staff/{userId}/touched", tags })
    .input(z.object({ userId: idSchema }))
    .output(touchedSchema),
  /** Bookings to come whose specialist may not see patients on that day any more; soonest first. */
  bookingsAway: endpoint(["admin:system"], [], { limit: "search" })
    .route({ method: "GET", path: "/admin/bookings/away", tags })
    .input(pageInputSchema)
    .output(pageOf(bookingSchema).extend({ total: z.int().nullable() })),
  cancelBooking: endpoint(["admin:system"], ["already_cancelled", "illegal_state"])
    .route({ method: "POST", path: "/admin/bookings/{appointmentId}/cancel", tags })
    .input(cancelBookingInputSchema)
    .output(bookingSchema),
  moveBooking: endpoint(["admin:system"], ["slot_unavailable", "patient_busy", "illegal_state"])
    .route({ method: "POST", path: "/admin/bookings/{appointmentId}/move", tags })
    .input(moveBookingInputSchema)
    .output(bookingSchema),
  /** To a colleague of the same department, who judges it anew (R11); the patient is told and may call it off. */
  handOverBooking: endpoint(["admin:system"], ["slot_unavailable", "patient_busy", "illegal_state"])
    .route({ method: "POST", path: "/admin/bookings/{appointmentId}/hand-over", tags })
    .input(handOverBookingInputSchema)
    .output(bookingSchema),
};
