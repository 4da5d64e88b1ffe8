import { z } from "zod";

/** A database id as it travels: 24 hex digits (ObjectId). */
export const idSchema = z.string().regex(/^[0-9a-f]{24}$/, { error: "id" });
/** Instant in UTC, ISO 8601 with milliseconds and Z. */
export const instantSchema = z.iso.datetime({ error: "instant" });
/** Hospital day `YYYY-MM-DD` in the organisation's zone. */
export const daySchema = z.iso.date({ error: "day" });
/** Time of day `HH:mm`, 24 h, in the organisation's zone. */
export const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "time_of_day" });
/** Mainland mobile number, 11 digits. */
export const phoneSchema = z
  .string()
  .trim()
  .regex(/^1[3-9]\d{9}$/, { error: "phone" });
/** Money in integer minor units (分), never a float. */
export const feeCentsSchema = z.int({ error: "fee" }).min(0, { error: "fee" }).max(10_000_00, { error: "fee" });
/** Chosen by the client once per intended creation, so that a repeated send is harmless. */
export const requestKeySchema = z.uuid({ error: "request_key" });

/** Six digits, also with the blanks that keyboards and readers put between. */
export const oneTimeCodeSchema = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, { error: "code" }));

/** Text a person typed: trimmed, required, without control characters except line breaks and tabs. */
export const textSchema = (max: number) =>
  z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required" })
    .max(max, { error: "too_long" })
    // oxlint-disable-next-line no-control-regex -- the point is to refuse them
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, { error: "control_characters" });

/** The same, but may be left empty. */
export const optionalTextSchema = (max: number) =>
  z
    .string()
    .trim()
    .max(max, { error: "too_long" })
    // oxlint-disable-next-line no-control-regex -- the point is to refuse them
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, { error: "control_characters" });

/** Real name as on the identity card: Han characters with · between, or Latin letters; 2 to 40 long. */
export const personNameSchema = textSchema(40)
  .min(2, { error: "name" })
  .regex(/^[\p{L}][\p{L}\p{M}·.' -]*$/u, { error: "name" });

/** Cursor paging: opaque cursor from the page before. */
export const pageInputSchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
