import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { cursorTime, cutPage, readCursor } from "./cursor.ts";

/** The order of a list: one field, then the id, both the same way. */
export interface Sort {
  field: string;
  /** What the field holds, if anything: a cursor with something else would be no question to the database. */
  holds: "string" | "number" | "date";
  order: 1 | -1;
}
export type SortValue = string | number | Date | null;

const placeSchema = z.union([
  z.tuple([z.string(), z.literal("date"), cursorTime, idSchema]),
  z.tuple([z.string(), z.literal("plain"), z.union([z.string(), z.number(), z.null()]), idSchema]),
]);
const nameOf = ({ field, order }: Sort) => `${field}:${order}`;

/** Null without a cursor; `invalid_input` for one that is not ours, or of a list in another order. */
function decode(sort: Sort, cursor: string | undefined): { value: SortValue; id: string } | null {
  const place = readCursor(
    placeSchema.refine(
      ([name, , value]) =>
        name === nameOf(sort) && (value === null || (value instanceof Date ? "date" : typeof value) === sort.holds),
    ),
    cursor,
  );
  return place && { value: place[2], id: place[3] };
}

/**
 * Condition of the rows behind a cursor. `oid` makes the id as the collection stores it. Null sorts before everything,
 * as in the database's own order, and is not reached by `$gt` and `$lt`.
 */
export function behind(sort: Sort, cursor: string | undefined, oid: (id: string) => unknown): object {
  const place = decode(sort, cursor);
  if (!place) return {};
  const { value, id } = place;
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
  return cutPage(rows, limit, (last) => {
    const value = valueOf(last);
    return [nameOf(sort), value instanceof Date ? "date" : "plain", value, last.id];
  });
}

/** What a person typed, as part of a regular expression that means just that. */
export const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
