export type LineQuality = "good" | "fair" | "poor" | "lost";

/** Counters of one link at one moment, cumulative as getStats() gives them (W3C webrtc-stats). */
export interface LineSample {
  readonly connected: boolean;
  readonly packetsReceived: number;
  /** May fall: late packets are subtracted again (RFC 3550, section 6.4.1). */
  readonly packetsLost: number;
  /** Answers to our connectivity checks; they flow even when both sides send nothing (RFC 7675 consent). */
  readonly checksAnswered: number;
  /** Milliseconds, null when not measured yet. */
  readonly roundTripMs: number | null;
  readonly packetsSent: number;
  /** Lost on the way to the other side, by its receiver reports. */
  readonly packetsLostAtPeer: number;
}

/**
 * Thresholds. Opus conceals about 3 % loss unheard and VP8 with NACK repairs it; above 10 % speech breaks up. ITU-T
 * G.114 calls 150 ms one way (300 ms round trip) comfortable and 400 ms one way (800 ms) the limit of a conversation.
 */
export const lineLimits = { good: { loss: 0.03, roundTripMs: 300 }, fair: { loss: 0.1, roundTripMs: 800 } } as const;

/** Share of packets lost between two samples, 0 to 1; null when nothing was expected. */
export function lossBetween(before: LineSample, now: LineSample): number | null {
  const received = now.packetsReceived - before.packetsReceived;
  const lost = Math.max(0, now.packetsLost - before.packetsLost);
  return received + lost > 0 ? lost / (received + lost) : null;
}

/** The same for the way out. A delta, as the last report of a stream that stopped (camera off) stays for ever. */
export function lossAtPeer(before: LineSample, now: LineSample): number | null {
  const sent = now.packetsSent - before.packetsSent;
  const lost = Math.max(0, now.packetsLostAtPeer - before.packetsLostAtPeer);
  return sent > 0 ? Math.min(1, lost / sent) : null;
}

export function judgeLine(before: LineSample, now: LineSample): LineQuality {
  if (!now.connected) return "lost";
  const silent = now.packetsReceived <= before.packetsReceived && now.checksAnswered <= before.checksAnswered;
  if (silent) return "lost";
  const loss = Math.max(lossBetween(before, now) ?? 0, lossAtPeer(before, now) ?? 0);
  const roundTrip = now.roundTripMs ?? 0;
  if (loss <= lineLimits.good.loss && roundTrip <= lineLimits.good.roundTripMs) return "good";
  if (loss <= lineLimits.fair.loss && roundTrip <= lineLimits.fair.roundTripMs) return "fair";
  return "poor";
}

/** Worse counts at once, better only when seen twice: a mark that flickers says nothing. */
export function steadyQuality(
  shown: LineQuality | null,
  previous: LineQuality | null,
  latest: LineQuality,
): LineQuality {
  const rank = { good: 0, fair: 1, poor: 2, lost: 3 } as const;
  if (shown === null || rank[latest] >= rank[shown]) return latest;
  if (shown === "lost" || previous === null) return latest;
  return rank[previous] < rank[shown] ? (rank[previous] > rank[latest] ? previous : latest) : shown;
}
