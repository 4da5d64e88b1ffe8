import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";

/** A booking to come, or a visit under way, as its own account reads it before something ends it. */
export const openBookingSchema = z
  .object({
    id: idSchema,
    start: instantSchema,
    patientName: z.string(),
    specialistName: z.string(),
    departmentName: z.string(),
    /** The visit has been opened: it is ended as a visit, by its specialist. */
    underWay: z.boolean(),
  })
  .meta({ id: "OpenBooking" });

/** What a withdrawn consent, a removed 就诊人 or a closed account would touch: everything that is open, soonest first. */
export const openBookingsSchema = z.object({ bookings: z.array(openBookingSchema) }).meta({ id: "OpenBookings" });

/**
 * The bookings that the person was shown and agreed to see called off. Whatever has been booked since is not called off
 * unseen: `record_changed`.
 */
export const seenBookingsSchema = z.array(idSchema).max(500);

export type OpenBooking = z.infer<typeof openBookingSchema>;

/** JSON for machines, PDF for people. */
export const exportFormats = ["json", "pdf"] as const;
export const exportLanguages = ["zh", "en"] as const;
export type ExportLanguage = (typeof exportLanguages)[number];
