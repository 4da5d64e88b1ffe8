// @vitest-environment node
import { expect, test, vi } from "vitest";
import type { Call } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import type { SignallingEvent } from "../rtc/signalling.ts";
import { createSignalling } from "./call-signalling.ts";
import { fakeLine, VISIT_ID, visitOf } from "./fake-line.ts";
import { VisitRoom } from "./visit-room.ts";

const CALL_ID = "9".repeat(24);
const call: Call = {
  id: CALL_ID,
  startedAt: "2026-11-25T06:31:00.000Z",
  startedBy: "specialist",
  answeredAt: null,
  present: ["specialist"],
};
const device = "3f0c8a52-0000-4000-8000-000000000001";
const there = { consultationId: VISIT_ID };

async function setUp(callId: string | null = null, running: Call | null = null, take = false) {
  let now = running;
  let refuse = (): void => undefined;
  const joins: unknown[] = [];
  let selves = 0;
  const wire = fakeLine({
    "consultation:join": () => visitOf({ call: now }),
    "consultation:leave": () => ({ ok: true }),
    "call:join": (input) => {
      joins.push(input);
      refuse();
      now ??= call;
      selves += 1;
      return {
        callId: now.id,
        selfPeerId: `self-${selves}`,
        peers: [{ peerId: "other", participantId: "specialist" }],
        iceServers: [],
      };
    },
    "call:leave": () => {
      now = null;
      return { ok: true };
    },
    "call:signal": () => ({ ok: true }),
  });
  const room = new VisitRoom(VISIT_ID, async () => wire.line);
  await room.start();
  const entered: string[] = [];
  const adapter = createSignalling(room, { callId, device, take, onCall: (id) => entered.push(id) });
  const heard: SignallingEvent[] = [];
  adapter.signalling.on((event) => heard.push(event));
  return {
    wire,
    room,
    entered,
    heard,
    ...adapter,
    joins,
    setJoin(next: () => void) {
      refuse = next;
    },
    setRunning(next: Call | null) {
      now = next;
    },
  };
}

test("joins within the room and tells which call it is", async () => {
  const s = await setUp();
  await expect(s.signalling.join()).resolves.toMatchObject({ callId: CALL_ID, selfPeerId: "self-1" });
  expect(s.entered).toEqual([CALL_ID]);
  expect(s.wire.names()).toEqual(["consultation:join", "call:join"]);
  expect(s.heard).toEqual([]);
});

test("answers a call that began after the room was entered", async () => {
  const s = await setUp();
  s.close();
  s.setRunning(call);
  s.wire.fact("call:changed", { ...there, call });
  const { signalling } = createSignalling(s.room, { callId: CALL_ID, device, onCall: () => undefined });
  await expect(signalling.join()).resolves.toMatchObject({ callId: CALL_ID });
});

test("hands on what the other side says, in order, and nothing of another visit", async () => {
  const s = await setUp();
  await s.signalling.join();
  s.wire.fact("call:peer-joined", { ...there, peerId: "other", participantId: "specialist" });
  s.wire.fact("call:signal", { ...there, from: "other", description: { type: "offer", sdp: "v=0" } });
  s.wire.fact("call:signal", { ...there, from: "other", candidate: null });
  s.wire.fact("call:signal", { consultationId: "b".repeat(24), from: "stranger", candidate: null });
  s.wire.fact("call:peer-left", { ...there, peerId: "other" });
  s.wire.fact("call:ended", { ...there, reason: "visit-finished" });
  expect(s.heard).toEqual([
    { type: "peer-joined", peerId: "other", participantId: "specialist" },
    { type: "signal", from: "other", description: { type: "offer", sdp: "v=0" } },
    { type: "signal", from: "other", candidate: null },
    { type: "peer-left", peerId: "other" },
    { type: "ended", reason: "visit-finished" },
  ]);
});

test("after a cut it enters the room first, says so, and joins the same call again", async () => {
  const s = await setUp();
  await s.signalling.join();
  s.wire.cut();
  s.signalling.send({ to: "other", candidate: null });
  const again = s.signalling.join();
  s.wire.mend();
  await expect(again).resolves.toMatchObject({ callId: CALL_ID, selfPeerId: "self-2" });
  expect(s.heard).toEqual([{ type: "reconnected" }]);
  expect(s.wire.names()).toEqual(["consultation:join", "call:join", "consultation:join", "call:join"]);
});

test("a call that ended while the line was down is not begun anew", async () => {
  const s = await setUp();
  await s.signalling.join();
  s.wire.cut();
  s.setRunning(null);
  s.wire.mend();
  await vi.waitFor(() => expect(s.room.isJoined()).toBe(true));
  await expect(s.signalling.join()).rejects.toThrow("the call is over");
  expect(s.heard).toContainEqual({ type: "ended", reason: "hung-up" });
  expect(s.wire.names().filter((name) => name === "call:join")).toHaveLength(1);
});

test("a call that ended between the two questions: the one begun by mistake is taken back", async () => {
  const s = await setUp(CALL_ID, call);
  s.setRunning({ ...call, id: "8".repeat(24) });
  await expect(s.signalling.join()).rejects.toThrow("the call is over");
  expect(s.wire.names()).toContain("call:leave");
  expect(s.heard).toContainEqual({ type: "ended", reason: "hung-up" });
});

test("another call in its place ends ours", async () => {
  const s = await setUp();
  await s.signalling.join();
  s.wire.fact("call:changed", { ...there, call });
  expect(s.heard).toEqual([]);
  s.wire.fact("call:changed", { ...there, call: null });
  expect(s.heard).toEqual([{ type: "ended", reason: "hung-up" }]);
});

test("a call that was taken on another device of the same person is over here, without a failure", async () => {
  const s = await setUp(CALL_ID, call);
  s.setJoin(() => {
    throw new ApiError({ code: "call_taken" });
  });
  await expect(s.signalling.join()).rejects.toThrow("the call is over");
  s.wire.fact("call:taken", there);
  expect(s.heard).toEqual([
    { type: "ended", reason: "taken" },
    { type: "ended", reason: "taken" },
  ]);
});

test("a call is brought here once; coming back after a cut takes it from nobody", async () => {
  const s = await setUp(CALL_ID, call, true);
  await s.signalling.join();
  await s.signalling.join();
  expect(s.joins).toEqual([
    { consultationId: VISIT_ID, device, take: true },
    { consultationId: VISIT_ID, device, take: false },
  ]);
});
