// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startBusy } from "../../lib/busy.ts";
import { isIdleOver, setIdleDeadline } from "../../lib/idle-deadline.ts";
import { watchIdle, type IdleWatch } from "./idle-watch.ts";

const MINUTE = 60_000;
const IDLE = 15 * MINUTE;
const tell = vi.fn(async () => ({ idleAt: new Date(Date.now() + IDLE).toISOString() as string | null }));
const onWarn = vi.fn<(warned: boolean) => void>();
const onOver = vi.fn<() => void>();
let watch: IdleWatch;

const warned = () => onWarn.mock.lastCall?.[0] ?? false;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const press = () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
/** What another tab writes reaches this one as an event. */
const otherTabTold = (at: number) => {
  localStorage.setItem("fuzhen.idle-at", String(at));
  window.dispatchEvent(new StorageEvent("storage", { key: "fuzhen.idle-at", newValue: String(at) }));
};

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date("2026-11-25T06:00:00Z") });
  vi.clearAllMocks();
  watch = watchIdle({ tell, onWarn, onOver });
  await pass(0);
});
afterEach(() => {
  watch.stop();
  setIdleDeadline(undefined);
  localStorage.clear();
  vi.useRealTimers();
});

test("nothing is told while nobody does anything; a minute before the end it warns, then it is over", async () => {
  expect(tell).toHaveBeenCalledOnce();
  await pass(IDLE - MINUTE - 1);
  expect(warned()).toBe(false);
  await pass(1);
  expect(warned()).toBe(true);
  expect(onOver).not.toHaveBeenCalled();
  await pass(MINUTE);
  expect(onOver).toHaveBeenCalledOnce();
  expect(isIdleOver()).toBe(true);
  expect(tell).toHaveBeenCalledOnce();
});

test("acts are told once a minute at most, and move the end", async () => {
  for (let second = 0; second < 10 * 60; second++) {
    press();
    await pass(1000);
  }
  expect(tell).toHaveBeenCalledTimes(10);
  // The last act may have come up to a minute after it was last told of.
  await pass(IDLE - 2 * MINUTE - 2000);
  expect(warned()).toBe(false);
});

test("once warned an act counts for nothing, the answer does", async () => {
  await pass(IDLE - MINUTE / 2);
  press();
  await pass(0);
  expect(tell).toHaveBeenCalledOnce();
  expect(warned()).toBe(true);
  await watch.stay();
  expect(warned()).toBe(false);
  expect(tell).toHaveBeenCalledTimes(2);
});

test("an act in another tab keeps this one", async () => {
  await pass(IDLE - MINUTE / 2);
  expect(warned()).toBe(true);
  otherTabTold(Date.now() + IDLE);
  expect(warned()).toBe(false);
  await pass(IDLE - MINUTE - 1);
  expect(onOver).not.toHaveBeenCalled();
});

test("who is in a call is there without touching anything", async () => {
  const end = startBusy();
  await pass(2 * IDLE);
  expect(onOver).not.toHaveBeenCalled();
  expect(warned()).toBe(false);
  end();
  await pass(IDLE);
  expect(onOver).toHaveBeenCalledOnce();
});

test("a machine that slept through the end is over as it wakes", async () => {
  vi.setSystemTime(Date.now() + 8 * 60 * MINUTE);
  press();
  expect(tell).toHaveBeenCalledOnce();
  window.dispatchEvent(new Event("focus"));
  expect(onOver).toHaveBeenCalledOnce();
});

test("a lost line is tried again with the next act, and changes nothing meanwhile", async () => {
  await pass(MINUTE);
  tell.mockRejectedValueOnce(new TypeError("offline"));
  press();
  await pass(1000);
  press();
  expect(tell).toHaveBeenCalledTimes(2);
  await pass(5000);
  press();
  expect(tell).toHaveBeenCalledTimes(3);
});

test("nobody is watched whom the server does not end", async () => {
  watch.stop();
  setIdleDeadline(undefined);
  tell.mockResolvedValueOnce({ idleAt: null });
  watch = watchIdle({ tell, onWarn, onOver });
  await pass(0);
  await pass(24 * 60 * MINUTE);
  expect(onOver).not.toHaveBeenCalled();
});
