import { z } from "zod";
import { idSchema, instantSchema } from "../fields.ts";

export const notificationKinds = [
  "appointment-booked",
  "appointment-cancelled",
  "appointment-moved",
  "appointment-handed-over",
  "appointment-taken-over",
  "appointment-given-away",
  "appointment-restored",
  "follow-up-accepted",
  "follow-up-declined",
  "appointment-called",
  "appointment-passed",
  "visit-opened",
  "plan-signed",
  "report-refused",
  "break-glass-opened",
  "break-glass-alarm",
  "break-glass-not-justified",
  "new-device",
  "password-changed",
  "phone-changed",
  "password-set",
  "factor-added",
  "factor-removed",
  "factors-reset",
  "recovery-codes-renewed",
  "staff-added",
  "staff-duty-changed",
  "staff-password-set",
  "staff-factors-reset",
] as const;

/** Where a tap may lead; `patient` is the record, `break-glass` an emergency opening, `account` the reader's own, `staff` a colleague. */
export const notificationSubjects = [
  "appointment",
  "consultation",
  "report",
  "patient",
  "break-glass",
  "account",
  "staff",
] as const;

/** One line of the bell. `params` fill the client's sentence; `subject` is where a tap leads. */
export const notificationSchema = z
  .object({
    id: idSchema,
    kind: z.enum(notificationKinds),
    params: z.record(z.string(), z.string()),
    subject: z.object({ type: z.enum(notificationSubjects), id: idSchema }),
    createdAt: instantSchema,
    readAt: instantSchema.nullable(),
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof notificationSchema>;
export type NotificationKind = Notification["kind"];
