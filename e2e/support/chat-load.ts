import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Heard, Side } from "./chat-rooms.ts";

/** Says something from one side; true when it was acknowledged. */
export type Say = (from: Side, clientMessageId: string) => Promise<boolean>;

const TEXT = "尿里的泡沫比上个月少，今天早上血压一百三十，药按时吃了，没有别的不舒服。";
/** How long a message may be under way before it counts as lost. */
const GRACE_MS = 60_000;

interface Ack {
  ok: boolean;
}
/** Sends a command and waits for its ack; no answer in time is a refusal. */
const ask = (side: Side, command: string, input: object): Promise<boolean> =>
  (side.socket.timeout(GRACE_MS) as unknown as { emitWithAck(name: string, input: object): Promise<Ack> })
    .emitWithAck(command, input)
    .then(
      ({ ok }) => ok,
      () => false,
    );

export const sayInVisit =
  (rooms: readonly { consultationId: string }[]): Say =>
  (from, clientMessageId) =>
    ask(from, "message:send", { consultationId: rooms[from.room]?.consultationId, clientMessageId, text: TEXT });
export const sayToBare =
  (command: "store" | "echo"): Say =>
  (from, clientMessageId) =>
    ask(from, command, { clientMessageId, text: TEXT });

export interface Rate {
  p50_ms: number;
  p99_ms: number;
  /** Acknowledged, and not heard by the other side. */
  lost: number;
  doubled: number;
  disordered: number;
  /** Not acknowledged. */
  refused: number;
  offered_per_s: number;
}

/** Sends so many messages a second, the sides of all rooms in turn, without waiting for the acks of earlier ones. */
export async function speakAtRate(
  sides: readonly Side[],
  say: Say,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Rate> {
  const sentAt = new Map<string, number>();
  const heardAt = new Map<string, number>();
  const waits: number[] = [];
  let [doubled, disordered, refused] = [0, 0, 0];
  const stopListening = sides.map((side) => {
    let last = 0;
    const listen = ({ clientMessageId, seq = 0 }: Heard): void => {
      const sent = clientMessageId === null ? undefined : sentAt.get(clientMessageId);
      if (clientMessageId === null || sent === undefined) return;
      if (seq === last) doubled += 1;
      else if (seq < last) disordered += 1;
      last = Math.max(last, seq);
      // The sender hears it as well; what counts is the other side.
      if (speakers.get(clientMessageId) === side) return;
      heardAt.set(clientMessageId, performance.now());
      waits.push(performance.now() - sent);
    };
    side.socket.on("message:created", listen);
    return () => side.socket.off("message:created", listen);
  });
  const speakers = new Map<string, Side>();
  const acks: Promise<unknown>[] = [];
  const acked: string[] = [];
  const began = performance.now();
  for (let sent = 0; sent < rate * seconds;) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - began) / 1000) * rate) + 1);
    for (; sent < due; sent++) {
      // First one side of every room, then the other.
      const turn = sent % sides.length;
      const half = sides.length / 2;
      const side = sides[turn < half ? turn * 2 : (turn - half) * 2 + 1] as Side;
      const id = randomUUID();
      speakers.set(id, side);
      sentAt.set(id, performance.now());
      acks.push(say(side, id).then((ok) => (ok ? acked.push(id) : (refused += 1))));
    }
    await setTimeout(1);
  }
  const offered = sentAt.size / ((performance.now() - began) / 1000);
  await Promise.all(acks);
  const limit = performance.now() + GRACE_MS;
  while (acked.some((id) => !heardAt.has(id)) && performance.now() < limit) await setTimeout(20);
  for (const stop of stopListening) stop();
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10;
  const lost = acked.filter((id) => !heardAt.has(id)).length;
  return { p50_ms: at(0.5), p99_ms: at(0.99), lost, doubled, disordered, refused, offered_per_s: Math.round(offered) };
}

/**
 * Sends in so many lanes at once; each sends its next message when the last is acknowledged. Answers how many per
 * second.
 */
export async function speakInLanes(
  sides: readonly Side[],
  say: Say,
  { lanes, seconds }: { lanes: number; seconds: number },
): Promise<{ perSecond: number; acked: number }> {
  const began = performance.now();
  let [next, acked] = [0, 0];
  const lane = async () => {
    while (performance.now() - began < seconds * 1000) {
      // A step width that reaches every side once before it reaches one again.
      const side = sides[(next++ * 7) % sides.length] as Side;
      if (await say(side, randomUUID())) acked += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { perSecond: acked / ((performance.now() - began) / 1000), acked };
}
