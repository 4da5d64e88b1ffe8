import { z } from "zod";
import { idSchema, instantSchema } from "@fuzhen/shared/fields.ts";
import { AppError } from "../../platform/errors.ts";

/** Place in a list ordered by start and id. */
export interface Place {
  start: Date;
  id: string;
}

const placeSchema = z.tuple([instantSchema, idSchema]);

/** base64url of the sort key; opaque to clients. */
const encodePlace = ({ start, id }: Place): string =>
  Buffer.from(JSON.stringify([start.toISOString(), id])).toString("base64url");

/** The place a cursor names, null without one; a cursor we did not make is `invalid_input`. */
export function decodePlace(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  try {
    const [start, id] = placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { start: new Date(start), id };
  } catch {
    throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  }
}

/** Cuts a list read with one row too many into the page and the cursor of the next. */
export function cutPage<T extends Place>(rows: T[], limit: number): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodePlace(last) : null };
}
