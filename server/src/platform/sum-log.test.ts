import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLogger } from "./logger.ts";
import { createSumLog } from "./sum-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("writes the first of a kind at once and the rest as their number", () => {
  const lines: object[] = [];
  const sums = createSumLog(createLogger("info", { write: (line: string) => void lines.push(JSON.parse(line)) }));
  for (let i = 0; i < 5000; i++) sums.note({ userId: "a" }, "packet refused");
  sums.note({ userId: "b" }, "packet refused");
  expect(lines).toMatchObject([{ userId: "a" }, { userId: "b" }]);
  vi.advanceTimersByTime(10_000);
  expect(lines.slice(2)).toMatchObject([{ userId: "a", more: 4999, seconds: 10, msg: "packet refused" }]);
  sums.note({ userId: "a" }, "packet refused");
  expect(lines).toHaveLength(4);
});

it("keeps only so many kinds apart", () => {
  const lines: object[] = [];
  const sums = createSumLog(createLogger("info", { write: (line: string) => void lines.push(JSON.parse(line)) }));
  for (let i = 0; i < 3000; i++) sums.note({ userId: `user-${i}` }, "packet refused");
  expect(lines).toHaveLength(1001);
});
