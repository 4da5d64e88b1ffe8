import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setSession } from "../../../lib/session.tsx";
import { outboxFlag } from "../../../realtime/forget-outbox.ts";
import type { TimelineSession, TimelineView } from "../chat/timeline-session.ts";
import type { VisitRoom } from "../room/visit-room.ts";
import { useOutbox } from "./use-outbox.ts";

const person = "a".repeat(24);
const rows: readonly object[] = [];
const asked = vi.hoisted(() => vi.fn<() => void>());
vi.mock("../chat/outbox-code.ts", () => ({
  loadOutbox: async () => {
    asked();
    const outbox = { onSent: () => () => undefined, subscribe: () => () => undefined, getPending: () => rows };
    return { openOutbox: async () => outbox, PendingBubble: () => null };
  },
}));

const room = { onJoined: () => () => undefined } as unknown as VisitRoom;
const session = {} as TimelineSession;
const view = (state: TimelineView["state"]) => ({ state, messages: [] as const }) as unknown as TimelineView;
const loading = view("loading");
const ready = view("ready");
const show = () =>
  renderHook(({ of }: { of: TimelineView }) => useOutbox("v", room, session, of), { initialProps: { of: loading } });

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockClear();
  localStorage.clear();
  setSession({ accessToken: "t", me: { id: person, role: "patient" } as never });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test("its code waits until what was said is there, and a moment more, for the first picture of a visit is not its", async () => {
  const { rerender, result } = show();
  await pass(60_000);
  expect(asked).not.toHaveBeenCalled();
  rerender({ of: ready });
  await pass(499);
  expect(asked).not.toHaveBeenCalled();
  await pass(1);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(result.current.outbox).not.toBeNull();
});

test("what waits to be sent is shown right behind what was said", async () => {
  outboxFlag.note(person, true);
  const { rerender } = show();
  rerender({ of: ready });
  await pass(0);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("whoever writes before it is there has it at once, and it is shown from then on", async () => {
  const { result } = show();
  expect(result.current.outbox).toBeNull();
  const found = await act(() => result.current.open());
  expect(result.current.outbox?.outbox).toBe(found);
});
