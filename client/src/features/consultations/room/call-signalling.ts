import { ApiError } from "../../../lib/api/api-error.ts";
import { quietly } from "../../../lib/quietly.ts";
import { TAKEN, type CallSignalling, type JoinedCall, type SignallingEvent } from "../rtc/signalling.ts";
import type { VisitRoom } from "./visit-room.ts";

const ROOM_WAIT_MS = 10_000;

interface SignallingOptions {
  callId: string | null;
  /** This page's name for itself, the same over reconnects and reloads. */
  device: string;
  /** Whether the call is to come here from another device of the same person; asked of the first joining alone. */
  take?: boolean;
  /** Hears the id of the call that was entered. */
  onCall: (callId: string) => void;
}

/** The call's line over the visit's room. */
export function createSignalling(
  room: VisitRoom,
  options: SignallingOptions,
): { signalling: CallSignalling; close: () => void } {
  const handlers = new Set<(event: SignallingEvent) => void>();
  const tell = (event: SignallingEvent) => {
    for (const handle of handlers) handle(event);
  };
  /**
   * The call this page belongs to. `call:join` would start a new one when this is over, which we never want
   * automatically.
   */
  let ours = options.callId;
  let running = room.joined?.call?.id ?? null;
  let entered = room.isJoined();
  let take = options.take ?? false;
  const over = (reason = "hung-up") => {
    tell({ type: "ended", reason });
    return new Error("the call is over");
  };

  const undo = [
    room.onJoined((visit) => {
      running = visit.call?.id ?? null;
      // Also called for a room that is entered already, which is not a reconnect.
      if (entered) entered = false;
      else tell({ type: "reconnected" });
    }),
    room.on("call:changed", ({ call }) => {
      running = call?.id ?? null;
      if (ours !== null && running !== ours) over();
    }),
    room.on("call:signal", ({ from, description, candidate, media }) =>
      tell({ type: "signal", from, description, candidate, media }),
    ),
    room.on("call:peer-joined", ({ peerId, participantId }) => tell({ type: "peer-joined", peerId, participantId })),
    room.on("call:peer-left", ({ peerId }) => tell({ type: "peer-left", peerId })),
    room.on("call:taken", () => tell({ type: "ended", reason: TAKEN })),
    room.on("call:ended", ({ reason }) => tell({ type: "ended", reason })),
  ];

  const join = async (): Promise<JoinedCall> => {
    await whenJoined(room);
    if (ours !== null && running !== ours) throw over();
    const { callId, selfPeerId, peers, iceServers } = await askToJoin();
    take = false;
    if (ours !== null && callId !== ours) {
      // Ended between the two questions, so ours began another one: take it back. With the line gone, it leaves by itself.
      await quietly(room.command("call:leave", {}));
      throw over();
    }
    ours = callId;
    running = callId;
    options.onCall(callId);
    return { callId, selfPeerId, peers, iceServers };
  };

  /** Another device of this person has the call: no fault, and nothing to try again by itself. */
  const askToJoin = async () => {
    try {
      return await room.command("call:join", { device: options.device, take });
    } catch (error) {
      throw error instanceof ApiError && error.code === "call_taken" ? over(TAKEN) : error;
    }
  };

  return {
    signalling: {
      join,
      leave: () => room.command("call:leave", {}).then(() => undefined),
      // Offers are sent again until they are answered, and a new line begins with new ones.
      send: (signal) => void quietly(room.command("call:signal", signal)),
      on(handle) {
        handlers.add(handle);
        return () => void handlers.delete(handle);
      },
    },
    close() {
      for (const run of undo) run();
      handlers.clear();
    },
  };
}

/** If the room is not entered within this time, the attempt fails, and the engine decides whether to retry. */
function whenJoined(room: VisitRoom): Promise<void> {
  if (room.isJoined()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      off();
      reject(new TypeError("not in the room"));
    }, ROOM_WAIT_MS);
    const off = room.onJoined(() => {
      clearTimeout(timer);
      off();
      resolve();
    });
  });
}
