import { z } from "zod";
import { bookingCountLimits, questionHoursLimits, waitingLimits } from "../appointments/appointment.rules.ts";
import { BREAK_GLASS_HOURS_MOST, CARE_ACCESS_DAYS_MOST } from "../care-access/break-glass.rules.ts";
import { idSchema, optionalTextSchema, publicPhoneSchema, textSchema } from "../fields.ts";
import { foldTitle } from "../typed-text.ts";
import { FEE_NOTE_MOST, feePaymentWays, type FeePayment } from "./fee-payment.ts";

export const feePaymentSchema = z
  .object({ way: z.enum(feePaymentWays, { error: "required" }), note: optionalTextSchema(FEE_NOTE_MOST) })
  .meta({ id: "FeePayment" }) satisfies z.ZodType<FeePayment>;

export const organizationSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    level: z.string(),
    licenceNumber: z.string(),
    address: z.string(),
    /** Empty where none was given. */
    complaintPhone: z.string(),
    feePayment: feePaymentSchema,
    timeZone: z.string(),
  })
  .meta({ id: "Organization" });

export const departmentSchema = z
  .object({
    id: idSchema,
    organizationId: idSchema,
    organizationName: z.string(),
    code: z.string(),
    name: z.string(),
    active: z.boolean(),
  })
  .meta({ id: "Department" });

/** As patients read it, folded: two that look alike are one. */
const departmentNameSchema = textSchema(40).transform(foldTitle);

/** `code` is one of 医疗机构诊疗科目名录 (`terminology/departments.ts`); online scope may not exceed the registered one (R2). */
export const addDepartmentInputSchema = z.object({
  code: z.string().regex(/^\d{2}(\.\d{2})?$/, { error: "department_code" }),
  name: departmentNameSchema,
});
export const updateDepartmentInputSchema = z.object({
  departmentId: idSchema,
  name: departmentNameSchema.optional(),
  active: z.boolean().optional(),
});

/** How long the organisation lets its specialists see a patient: days after the visit, hours of an emergency opening. */
export const accessRulesSchema = z
  .object({
    careAccessDays: z
      .int({ error: "care_access_days" })
      .min(0, { error: "care_access_days" })
      .max(CARE_ACCESS_DAYS_MOST, { error: "care_access_days" }),
    breakGlassHours: z
      .int({ error: "break_glass_hours" })
      .min(1, { error: "break_glass_hours" })
      .max(BREAK_GLASS_HOURS_MOST, { error: "break_glass_hours" }),
  })
  .meta({ id: "AccessRules" });

const bookingCountSchema = z
  .int({ error: "booking_count" })
  .min(bookingCountLimits.least, { error: "booking_count" })
  .max(bookingCountLimits.most, { error: "booking_count" });

/** How many bookings still to come a person, and an account, may hold (R42). */
export const bookingRulesSchema = z
  .object({
    bookingsPerSpecialistDay: bookingCountSchema,
    bookingsPerDepartmentDay: bookingCountSchema,
    bookingsPerPerson: bookingCountSchema,
    bookingsPerAccount: bookingCountSchema,
  })
  .meta({ id: "BookingRules" });

const waitingNumber = (name: keyof typeof waitingLimits) =>
  z
    .int({ error: "whole_number" })
    .min(waitingLimits[name].least, { error: "whole_number" })
    .max(waitingLimits[name].most, { error: "whole_number" });

/** Rules of the waiting room: who comes late, who is called and not there, and when nobody is waited for any more. */
export const waitingRulesSchema = z
  .object({
    lateGraceMinutes: waitingNumber("lateGraceMinutes"),
    passedPlaces: waitingNumber("passedPlaces"),
    callsBeforeNoShow: waitingNumber("callsBeforeNoShow"),
    closesMinutesAfter: waitingNumber("closesMinutesAfter"),
  })
  .meta({ id: "WaitingRules" });

/**
 * What the organisation promises its patients: for how many hours they may ask after a visit, where they complain (R51), and how
 * the fee is paid (R3).
 */
export const serviceRulesSchema = z
  .object({
    questionHours: z
      .int({ error: "question_hours" })
      .min(questionHoursLimits.least, { error: "question_hours" })
      .max(questionHoursLimits.most, { error: "question_hours" }),
    complaintPhone: publicPhoneSchema,
    feePayment: feePaymentSchema,
  })
  .meta({ id: "ServiceRules" });

export type ServiceRules = z.infer<typeof serviceRulesSchema>;
export type WaitingRules = z.infer<typeof waitingRulesSchema>;
export type BookingRules = z.infer<typeof bookingRulesSchema>;
export type AccessRules = z.infer<typeof accessRulesSchema>;
export type Organization = z.infer<typeof organizationSchema>;
export type Department = z.infer<typeof departmentSchema>;
export type AddDepartmentInput = z.infer<typeof addDepartmentInputSchema>;
export type UpdateDepartmentInput = z.infer<typeof updateDepartmentInputSchema>;
