import { expect, it } from "vitest";
import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { cursorTime, cutPage, readCursor, writeCursor } from "./cursor.ts";

const placeSchema = z.object({ start: cursorTime, id: idSchema });
const row = (n: number) => ({ start: new Date(n * 1000), id: String(n).padStart(24, "0"), other: "kept out" });

it("a page names the place of its last row while there are more", () => {
  const rows = [row(1), row(2), row(3)];
  const { items, nextCursor } = cutPage(rows, 2, ({ start, id }) => ({ start, id }));
  expect(items).toEqual(rows.slice(0, 2));
  expect(readCursor(placeSchema, nextCursor ?? undefined)).toEqual({ start: new Date(2000), id: row(2).id });
  expect(cutPage(rows, 3, ({ id }) => ({ id })).nextCursor).toBeNull();
  expect(cutPage([], 3, () => ({})).nextCursor).toBeNull();
});

it.each([
  "nonsense",
  "",
  writeCursor([1, 2]),
  writeCursor({ id: row(1).id }),
  writeCursor({ start: "yesterday", id: row(1).id }),
  writeCursor({ start: { $gt: "" }, id: row(1).id }),
])("%s, which is of no list like this, is refused on its field", (cursor) => {
  expect(() => readCursor(placeSchema, cursor)).toThrow(
    expect.objectContaining({ code: "invalid_input", fields: [{ path: "cursor", code: "cursor" }] }),
  );
});

it("no cursor is the beginning", () => {
  expect(readCursor(placeSchema, undefined)).toBeNull();
});
