import { z } from "zod";
import { idSchema, instantSchema } from "@fuzhen/shared/fields.ts";
import { AppError } from "./errors.ts";

/** The order of a list: one field, then the id, both the same way. */
export interface Sort {
  field: string;
  order: 1 | -1;
}
export type SortValue = string | number | Date | null;

const placeSchema = z.union([
  z.tuple([z.string(), z.literal("date"), instantSchema, idSchema]),
  z.tuple([z.string(), z.literal("plain"), z.union([z.string(), z.number(), z.null()]), idSchema]),
]);
const nameOf = ({ field, order }: Sort) => `${field}:${order}`;

/** The place of a row in its list, opaque to clients. A row that is added or gone elsewhere shifts nothing. */
function encode(sort: Sort, value: SortValue, id: string): string {
  const place =
    value instanceof Date ? [nameOf(sort), "date", value.toISOString(), id] : [nameOf(sort), "plain", value, id];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** `invalid_input` for a cursor that is not ours, or of a list in another order. */
function decode(sort: Sort, cursor: string): { value: SortValue; id: string } {
  try {
    const [name, kind, value, id] = placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (name !== nameOf(sort)) throw new Error("a cursor of another order");
    return { value: kind === "date" ? new Date(value) : value, id };
  } catch {
    throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  }
}

/**
 * Condition of the rows behind a cursor. `oid` makes the id as the collection stores it. Null sorts before everything,
 * as in the database's own order, and is not reached by `$gt` and `$lt`.
 */
export function behind(sort: Sort, cursor: string | undefined, oid: (id: string) => unknown): object {
  if (cursor === undefined) return {};
  const { value, id } = decode(sort, cursor);
  const { field, order } = sort;
  const step = order === 1 ? "$gt" : "$lt";
  const same = { [field]: value, _id: { [step]: oid(id) } };
  if (value === null) return order === 1 ? { $or: [{ [field]: { $ne: null } }, same] } : same;
  const further = [{ [field]: { [step]: value } }, same];
  return { $or: order === 1 ? further : [...further, { [field]: null }] };
}

/** Cuts a list that was read with one row too many into the page and the cursor of the next. */
export function cutSorted<T extends { id: string }>(
  rows: readonly T[],
  limit: number,
  sort: Sort,
  valueOf: (row: T) => SortValue,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encode(sort, valueOf(last), last.id) : null };
}

/** What a person typed, as part of a regular expression that means just that. */
export const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
