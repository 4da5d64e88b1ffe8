import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useLiveCache } from "./use-live-cache.ts";

const line = vi.hoisted(() => {
  let any: ((event: string) => void) | undefined;
  const heard = new Map<string, () => void>();
  return {
    loads: 0,
    connected: false,
    onAny: (run: (event: string) => void) => void (any = run),
    offAny: () => void (any = undefined),
    on: (event: string, run: () => void) => void heard.set(event, run),
    off: (event: string) => void heard.delete(event),
    tell: (event: string) => any?.(event),
    connect: () => heard.get("connect")?.(),
  };
});
vi.mock("./use-server-event.ts", () => ({
  loadLiveSocket: async () => {
    line.loads++;
    return line;
  },
}));

const client = new QueryClient();
const stale = vi.spyOn(client, "invalidateQueries");
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);
const use = (atOnce: boolean) =>
  renderHook((props: { atOnce: boolean }) => useLiveCache(props.atOnce), { wrapper, initialProps: { atOnce } });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const show = (state: DocumentVisibilityState) => {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
};

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(line, { loads: 0, connected: false });
  stale.mockClear();
  show("visible");
});
afterEach(() => void vi.useRealTimers());

test("a calm page begins after three seconds, one that needs it at once, and then it stays", async () => {
  const { rerender } = use(false);
  await pass(2900);
  expect(line.loads).toBe(0);
  await pass(200);
  expect(line.loads).toBe(1);
  rerender({ atOnce: true });
  rerender({ atOnce: false });
  await pass(10_000);
  expect(line.loads).toBe(1);
  use(true);
  await pass(0);
  expect(line.loads).toBe(2);
});

test("a hidden page never begins; shown again it waits anew", async () => {
  show("hidden");
  use(false);
  await pass(60_000);
  expect(line.loads).toBe(0);
  show("visible");
  await pass(3100);
  expect(line.loads).toBe(1);
});

test("data on its way goes first", async () => {
  let answer = (_: string): void => undefined;
  void client.fetchQuery({ queryKey: ["slow"], queryFn: () => new Promise<string>((resolve) => (answer = resolve)) });
  use(false);
  await pass(7000);
  expect(line.loads).toBe(0);
  answer("here");
  await pass(3100);
  expect(line.loads).toBe(1);
});

test("after each connect, the first one too, what may have been missed is asked again", async () => {
  use(true);
  await pass(0);
  expect(stale).not.toHaveBeenCalled();
  line.connect();
  line.connect();
  expect(stale.mock.calls).toEqual([[], []]);
  stale.mockClear();
  line.tell("notification:created");
  expect(stale).toHaveBeenCalledExactlyOnceWith({ queryKey: ["notifications"] });
});

test("a line that stands already has told facts nobody heard", async () => {
  line.connected = true;
  use(true);
  await pass(0);
  expect(stale).toHaveBeenCalledOnce();
});
