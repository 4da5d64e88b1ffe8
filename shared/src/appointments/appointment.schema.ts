import { z } from "zod";
import {
  daySchema,
  feeCentsSchema,
  idSchema,
  instantSchema,
  optionalTextSchema,
  pageInputSchema,
  requestKeySchema,
  textSchema,
} from "../fields.ts";
import { feePaymentSchema } from "../organizations/organization.schema.ts";
import { titles } from "../specialists/specialist.fields.ts";
import { visitKinds } from "../schedules/schedule.schema.ts";
import { sexes } from "../patients/patient.schema.ts";
import { queuedSchema } from "../waiting/waiting.schema.ts";
import { appointmentStatuses, bookingStates } from "./appointment.rules.ts";

export const bookAppointmentInputSchema = z.object({
  requestKey: requestKeySchema,
  patientId: idSchema,
  specialistId: idSchema,
  start: instantSchema,
  /** The disease already diagnosed in person (R10). */
  disease: textSchema(80),
  /** Hospital of that diagnosis. */
  diagnosedAt: textSchema(80),
  /** Report of category `diagnosis-proof` that shows it (R11). */
  proofReportId: idSchema,
  reportIds: z.array(idSchema).max(20, { error: "too_many" }).default([]),
  /** What the patient wants to tell the specialist beforehand. */
  message: optionalTextSchema(500).default(""),
});

export const judgementSchema = z
  .object({
    decision: z.enum(["accepted", "declined"]),
    reason: z.string(),
    judgedAt: instantSchema,
    judgedBy: z.string(),
  })
  .meta({ id: "FollowUpJudgement" });

/** 复诊 judgement by the specialist (R11); a refusal says why, the patient reads it. */
export const judgeFollowUpInputSchema = z
  .object({
    appointmentId: idSchema,
    decision: z.enum(["accepted", "declined"]),
    reason: optionalTextSchema(300).default(""),
  })
  .refine((input) => input.decision === "accepted" || input.reason.length > 0, { path: ["reason"], error: "required" });

export const cancelAppointmentInputSchema = z.object({
  appointmentId: idSchema,
  reason: optionalTextSchema(200).default(""),
});

const common = {
  id: idSchema,
  start: instantSchema,
  end: instantSchema,
  status: z.enum(appointmentStatuses),
  visitKind: z.enum(visitKinds),
  feeCents: feeCentsSchema,
};

/** What patient and specialist see. */
export const appointmentSchema = z
  .object({
    ...common,
    patient: z.object({ id: idSchema, name: z.string(), sex: z.enum(sexes), birthDate: daySchema, age: z.int() }),
    specialist: z.object({
      id: idSchema,
      name: z.string(),
      title: z.enum(titles),
      departmentName: z.string(),
      organizationName: z.string(),
    }),
    /** Of the specialist's organisation, as it is now. */
    feePayment: feePaymentSchema,
    disease: z.string(),
    diagnosedAt: z.string(),
    proofReportId: idSchema,
    reportIds: z.array(idSchema),
    message: z.string(),
    judgement: judgementSchema.nullable(),
    checkedInAt: instantSchema.nullable(),
    /** Their place among those who wait, while they do. */
    queued: queuedSchema.nullable(),
    cancelled: z
      .object({ by: z.enum(["patient", "specialist", "admin"]), reason: z.string(), at: instantSchema })
      .nullable(),
    /** Where it was as the patient booked it, when the office has given it another time or specialist since. */
    moved: z.object({ specialistName: z.string(), start: instantSchema, at: instantSchema }).nullable(),
    /** The visit, once opened. */
    consultationId: idSchema.nullable(),
    consultationStatus: z.enum(["in-progress", "finished", "cancelled"]).nullable(),
    /** When check-in and opening become possible. */
    opensAt: instantSchema,
    abilities: z.object({
      cancel: z.boolean(),
      checkIn: z.boolean(),
      supplement: z.boolean(),
      judge: z.boolean(),
      open: z.boolean(),
      enter: z.boolean(),
      /** Taking a refusal back. */
      restore: z.boolean(),
    }),
  })
  .meta({ id: "Appointment" });

/**
 * What a change answers: the appointment, or bare when the one who changed it may not read it (any more): calling a visit
 * off stays possible after a consent was taken back, reading who it was of does not.
 */
export const changedAppointmentSchema = z.union([
  appointmentSchema,
  z
    .object({
      id: idSchema,
      start: instantSchema,
      end: instantSchema,
      status: z.enum(appointmentStatuses),
      patient: z.null(),
    })
    .meta({ id: "BareAppointment" }),
]);
/** A line of the admin's list of the day's bookings: nothing clinical, the name masked (least access). */
export const bookingSchema = z
  .object({
    ...common,
    patientNameMasked: z.string(),
    specialist: z.object({ id: idSchema, name: z.string() }),
    departmentId: idSchema,
    departmentName: z.string(),
    bookedAt: instantSchema,
    consultationStatus: z.enum(["in-progress", "finished", "cancelled"]).nullable(),
    decision: z.enum(["accepted", "declined"]).nullable(),
    cancelledBy: z.enum(["patient", "specialist", "admin"]).nullable(),
    abilities: z.object({
      cancel: z.boolean(),
      /** To another time of the same specialist. */
      move: z.boolean(),
      /** To a colleague of the same department. */
      handOver: z.boolean(),
    }),
  })
  .meta({ id: "Booking" });

export const listBookingsInputSchema = pageInputSchema.extend({
  day: daySchema.optional(),
  /** The specialist's name, pinyin, pinyin initials, or disease. */
  q: optionalTextSchema(40).optional(),
  departmentId: idSchema.optional(),
  state: z.enum(bookingStates).optional(),
});

/** The office calls a booking off; the reason is read by both sides. */
export const cancelBookingInputSchema = z.object({ appointmentId: idSchema, reason: textSchema(200) });
/** To another free slot of the same specialist; `from` is where the office saw it. */
export const moveBookingInputSchema = z.object({ appointmentId: idSchema, from: instantSchema, start: instantSchema });
/** To a free slot of a colleague; `from` is with whom and where the office saw it. */
export const handOverBookingInputSchema = z.object({
  appointmentId: idSchema,
  from: z.object({ specialistId: idSchema, start: instantSchema }),
  to: z.object({ specialistId: idSchema, start: instantSchema }),
});

export const offerSchema = z
  .object({ specialistId: idSchema, nextFree: instantSchema.nullable(), feeFromCents: feeCentsSchema.nullable() })
  .meta({ id: "Offer" });

export type Offer = z.infer<typeof offerSchema>;
export type BookAppointmentInput = z.infer<typeof bookAppointmentInputSchema>;
export type JudgeFollowUpInput = z.infer<typeof judgeFollowUpInputSchema>;
export type Appointment = z.infer<typeof appointmentSchema>;
export type ChangedAppointment = z.infer<typeof changedAppointmentSchema>;
export type ListBookingsInput = z.infer<typeof listBookingsInputSchema>;
export type HandOverBookingInput = z.infer<typeof handOverBookingInputSchema>;
export type Booking = z.infer<typeof bookingSchema>;
