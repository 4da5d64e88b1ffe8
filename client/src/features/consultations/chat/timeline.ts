import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";

/**
 * The known part of one visit's timeline: entries in order of seq, each once, and the last seq the server has named.
 */
export interface Timeline {
  readonly messages: readonly Message[];
  readonly lastSeq: number;
}

export const emptyTimeline: Timeline = { messages: [], lastSeq: 0 };

/**
 * Merges entries that arrive in any order and more than once. A later copy of the same seq wins, because its picture
 * links are fresher.
 */
export function mergeMessages(before: Timeline, incoming: readonly Message[], lastSeq = 0): Timeline {
  const highest = incoming.reduce((highest, message) => Math.max(highest, message.seq), before.lastSeq);
  const known = Math.max(highest, lastSeq);
  if (incoming.length === 0) return known === before.lastSeq ? before : { ...before, lastSeq: known };
  const bySeq = new Map(before.messages.map((message) => [message.seq, message]));
  for (const message of incoming) bySeq.set(message.seq, message);
  return { messages: [...bySeq.values()].sort((a, b) => a.seq - b.seq), lastSeq: known };
}

/** The last seq without a gap before it, counted from the first loaded entry; 0 while nothing is loaded. */
export function solidEnd({ messages }: Timeline): number {
  let end = 0;
  for (const { seq } of messages) {
    if (end !== 0 && seq !== end + 1) return end;
    end = seq;
  }
  return end;
}

/** The `afterSeq` for fetching what is missing; null when nothing is. */
export function gapAfter(timeline: Timeline): number | null {
  const end = solidEnd(timeline);
  return end < timeline.lastSeq ? end : null;
}

/** True while there are entries before the first loaded one. */
export const hasOlder = ({ messages, lastSeq }: Timeline): boolean => lastSeq > 0 && (messages[0]?.seq ?? 1) > 1;
