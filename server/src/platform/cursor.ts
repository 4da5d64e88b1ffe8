import type { z } from "zod";
import { instantSchema } from "@fuzhen/shared/fields.ts";
import { AppError } from "./errors.ts";

/** A time in a cursor. */
export const cursorTime = instantSchema.transform((text) => new Date(text));

/**
 * A cursor holds the place of the last row shown, that is, what the list is sorted by and the id, so rows added later
 * shift nothing. base64url of JSON, opaque to clients.
 */
export const writeCursor = (place: object): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** The place in a cursor, null without one; `invalid_input` for a cursor that was not made for this list. */
export function readCursor<Place>(schema: z.ZodType<Place>, cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  }
}

/** Cuts a list, read with one row more than the page holds, into the page and the cursor of the next. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => object,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null };
}
