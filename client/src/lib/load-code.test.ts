// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadCode } from "./load-code.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("code that did not come is asked for again until it does", async () => {
  let tries = 0;
  const coming = loadCode(async () => {
    tries += 1;
    if (tries < 3) throw new TypeError("Failed to fetch dynamically imported module");
    return "code";
  });
  await vi.advanceTimersByTimeAsync(4900);
  expect(tries).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await coming).toBe("code");
  expect(tries).toBe(3);
});
