import type { Clock, PeerConnection } from "./environment.ts";
import type { LineSample } from "./line-quality.ts";

const pollMs = 2000;

const number = (stat: object, key: string): number => {
  const value: unknown = Reflect.get(stat, key);
  return typeof value === "number" ? value : 0;
};

/** One pass over the report; unknown entries are skipped, as browsers differ in what they measure. */
export function readSample(report: { forEach(visit: (stat: unknown) => void): void }, connected: boolean): LineSample {
  let packetsReceived = 0;
  let packetsLost = 0;
  let checksAnswered = 0;
  let roundTripMs: number | null = null;
  let packetsSent = 0;
  let packetsLostAtPeer = 0;
  report.forEach((stat) => {
    if (typeof stat !== "object" || stat === null) return;
    const type: unknown = Reflect.get(stat, "type");
    if (type === "inbound-rtp") {
      packetsReceived += number(stat, "packetsReceived");
      packetsLost += number(stat, "packetsLost");
    } else if (type === "outbound-rtp") {
      packetsSent += number(stat, "packetsSent");
    } else if (type === "remote-inbound-rtp") {
      packetsLostAtPeer += number(stat, "packetsLost");
    } else if (type === "candidate-pair") {
      checksAnswered += number(stat, "responsesReceived");
      const seconds = number(stat, "currentRoundTripTime");
      if (Reflect.get(stat, "nominated") === true && Reflect.get(stat, "state") === "succeeded" && seconds > 0)
        roundTripMs = Math.max(roundTripMs ?? 0, seconds * 1000);
    }
  });
  return { connected, packetsReceived, packetsLost, checksAnswered, roundTripMs, packetsSent, packetsLostAtPeer };
}

/**
 * Measures one link every two seconds and hands on each pair of neighbouring samples. It judges nothing: the quality
 * mark listens today, the ladder of bitrates will listen to the same samples.
 */
export function pollStats(
  connection: PeerConnection,
  clock: Clock,
  listener: (before: LineSample, now: LineSample) => void,
): () => void {
  let before: LineSample | null = null;
  let stopped = false;
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const now = readSample(await connection.getStats(), connection.connectionState === "connected");
      if (!stopped && before) listener(before, now);
      before = now;
    } catch {
      // A connection that closes while it is asked rejects; the owner stops this poller then.
    } finally {
      asking = false;
    }
  };
  const cancel = clock.every(pollMs, () => void ask());
  return () => {
    stopped = true;
    cancel();
  };
}
