import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { noteServerClock } from "./server-clock.ts";
import { dayKey, sayDay } from "./time.ts";
import { useNow } from "./use-now.ts";

const there = Date.parse("2026-11-25T04:00:00Z");
const answer = (at: number) => new Response(null, { headers: { date: new Date(at).toUTCString() } });

afterEach(() => {
  cleanup();
  noteServerClock(answer(Date.now()));
  vi.useRealTimers();
});

test.each([
  ["a day slow", -86_400_000],
  ["a day fast", 86_400_000],
  ["a year slow", -365 * 86_400_000],
  ["a year fast", 365 * 86_400_000],
])("on a phone that is %s, 今天 is the server's day as soon as one answer has come", (_, off) => {
  vi.useFakeTimers({ now: there + off });
  const { result } = renderHook(() => useNow());
  act(() => noteServerClock(answer(there)));
  expect([dayKey(result.current), sayDay("2026-11-25", result.current, "zh")]).toEqual(["2026-11-25", "今天"]);
  act(() => void vi.advanceTimersByTime(86_400_000));
  expect(dayKey(result.current)).toBe("2026-11-26");
});
