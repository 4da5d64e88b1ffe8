import { z } from "zod";
import { FEE_MOST_CENTS } from "./schedules/schedule-numbers.ts";
import { foldCode, foldDocumentNumber, foldName, foldPhone, nameFault } from "./typed-text.ts";
import { isVisible } from "./visible-text.ts";

/** A database id as it travels: 24 hex digits (ObjectId). */
export const idSchema = z.string().regex(/^[0-9a-f]{24}$/, { error: "id" });
/** Instant in UTC, ISO 8601 with milliseconds and Z. */
export const instantSchema = z.iso.datetime({ error: "instant" });
/** Hospital day `YYYY-MM-DD` in the organisation's zone. Zones know nothing of the year 0, and nobody lives who was born so early. */
export const daySchema = z.iso.date({ error: "day" }).refine((day) => day >= "1800-01-01", { error: "day" });
/** Time of day `HH:mm`, 24 h, in the organisation's zone. */
export const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "time_of_day" });
/** Mainland mobile number: 11 digits, however they were typed (`+86 138-0013-8000`). */
export const phoneSchema = z
  .string({ error: "required" })
  .max(60, { error: "phone" })
  .transform(foldPhone)
  .pipe(z.string().regex(/^1[3-9]\d{9}$/, { error: "phone" }));
/** A number that the public may call, as it is printed: `010-1234 5678`, `12345`, `400-123-4567 转 2`; empty when there is none. */
export const PUBLIC_PHONE = /^(?:\+?\d[\d -]{2,18}\d(?: ?(?:转|ext\.?) ?\d{1,6})?)?$/;
export const publicPhoneSchema = z.string().trim().max(40, { error: "public_phone" }).regex(PUBLIC_PHONE, {
  error: "public_phone",
});
/** Money in integer minor units (分), never a float. */
export const feeCentsSchema = z.int({ error: "fee" }).min(0, { error: "fee" }).max(FEE_MOST_CENTS, { error: "fee" });
/** Chosen by the client once per intended creation, so that a repeated send is harmless. */
export const requestKeySchema = z.uuid({ error: "request_key" });

/** Six digits, also with the blanks and hyphens that keyboards and readers put between. */
export const oneTimeCodeSchema = z
  .string({ error: "required" })
  .max(60, { error: "code" })
  .transform(foldCode)
  .pipe(z.string().regex(/^\d{6}$/, { error: "code" }));

/** Number of an identity document as typed, folded; `identity-document.rules.ts` judges it, also when it is empty. */
export const documentNumberSchema = z
  .string({ error: "required" })
  .max(60, { error: "id_number_length" })
  .transform(foldDocumentNumber)
  .pipe(z.string().max(24, { error: "id_number_length" }));

// oxlint-disable-next-line no-control-regex -- the point is to refuse them
const WITHOUT_CONTROLS = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;

/** Text a person typed, which may be left empty: trimmed, without control characters except line breaks and tabs. */
export const optionalTextSchema = (max: number) =>
  z.string().trim().max(max, { error: "too_long" }).regex(WITHOUT_CONTROLS, { error: "control_characters" });

/** The same, required: something of it can be seen. */
export const textSchema = (max: number) =>
  z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required", abort: true })
    .max(max, { error: "too_long" })
    .regex(WITHOUT_CONTROLS, { error: "control_characters" })
    .refine((text) => text === "" || isVisible(text), { error: "required" });

/** Real name as on the identity document, folded: Han characters with · between, or Latin letters; 2 to 40 long. */
export const personNameSchema = z
  .string({ error: "required" })
  .max(200, { error: "too_long" })
  .transform(foldName)
  .pipe(
    z.string().refine((name) => nameFault(name) === null, { error: ({ input }) => nameFault(String(input)) ?? "name" }),
  );

/** Cursor paging: opaque cursor from the page before. */
export const pageInputSchema = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
/** Which way a list is ordered that the caller may order. */
export const sortOrders = ["asc", "desc"] as const;
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A page that says on its first how many rows there are in all; later ones do not count again. */
export const countedPageOf = <T extends z.ZodType>(item: T) => pageOf(item).extend({ total: z.int().nullable() });
