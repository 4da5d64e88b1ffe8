import { expect, it } from "vitest";
import { z } from "zod";
import { newRequestId } from "./request-id.ts";

it("is a UUID of its time and of no other call", () => {
  const ids = [0, 1, 1_764_000_000_000, 1_764_000_000_001, 253_402_300_799_999].map((at) => newRequestId(new Date(at)));
  for (const id of ids) expect(z.uuidv7().safeParse(id).success).toBe(true);
  expect(ids).toEqual(ids.toSorted());
  const now = new Date();
  expect(new Set(Array.from({ length: 1000 }, () => newRequestId(now))).size).toBe(1000);
});
