/** What the network test has measured. `null`: it did not come that far. */
export interface LineFound {
  /** Median of round trips to the server by the connection that calls are arranged over; null: not reached. */
  signallingMs: number | null;
  /** Whether the browser can make calls at all. */
  canCall: boolean;
  /** Median of round trips through the relay (or directly, where the hospital has none); null: no way was found. */
  mediaMs: number | null;
}
export type LineVerdict = "good" | "slow" | "no-media" | "cannot-call" | "unreachable";

/** ms; a talk becomes hard to follow beyond it. */
const SLOW_MS = 600;

export function verdictOf({ signallingMs, canCall, mediaMs }: LineFound): LineVerdict {
  if (signallingMs === null) return "unreachable";
  if (!canCall) return "cannot-call";
  if (mediaMs === null) return "no-media";
  return Math.max(signallingMs, mediaMs) > SLOW_MS ? "slow" : "good";
}

const median = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

/** Asks the server by the real signalling; answers what was sent, and the relays of calls. Rejects when it takes too long. */
export type Probe = (echo: string) => Promise<{ echo: string; iceServers: RTCIceServer[] }>;

const ROUNDS = 5;
const OPEN_WITHIN_MS = 6000;

/**
 * Tries the line as a call would use it: round trips of the signalling, then two ends in this page that find one another over the server
 * and send through the relay, if the hospital has one.
 */
export async function tryLine(probe: Probe): Promise<LineFound> {
  const canCall = typeof RTCPeerConnection === "function";
  const trips: number[] = [];
  let iceServers: RTCIceServer[] = [];
  try {
    for (let i = 0; i < ROUNDS; i++) {
      const began = performance.now();
      ({ iceServers } = await probe(""));
      trips.push(performance.now() - began);
    }
  } catch {
    return { signallingMs: null, canCall, mediaMs: null };
  }
  return { signallingMs: median(trips), canCall, mediaMs: canCall ? await tryMedia(probe, iceServers) : null };
}

async function tryMedia(probe: Probe, iceServers: RTCIceServer[]): Promise<number | null> {
  const relays = iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/.test(url)));
  const settings: RTCConfiguration = { iceServers, iceTransportPolicy: relays ? "relay" : "all" };
  const [near, far] = [new RTCPeerConnection(settings), new RTCPeerConnection(settings)];
  const over = async <T>(said: T): Promise<T> => JSON.parse((await probe(JSON.stringify(said))).echo) as T;
  try {
    const channel = near.createDataChannel("probe");
    far.addEventListener("datachannel", ({ channel: other }) =>
      other.addEventListener("message", ({ data }) => other.send(data as string)),
    );
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      from.addEventListener("icecandidate", ({ candidate }) => {
        // One that is lost or comes too late is missed by the time that is waited for the channel.
        if (candidate) void over(candidate.toJSON()).then((heard) => to.addIceCandidate(heard), ignore);
      });
    await near.setLocalDescription(await near.createOffer());
    await far.setRemoteDescription(await over(described(near)));
    await far.setLocalDescription(await far.createAnswer());
    await near.setRemoteDescription(await over(described(far)));
    await within(OPEN_WITHIN_MS, (done) =>
      channel.readyState === "open" ? done() : channel.addEventListener("open", () => done()),
    );
    const trips: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const began = performance.now();
      await within(OPEN_WITHIN_MS, (done) => {
        channel.addEventListener("message", () => done(), { once: true });
        channel.send("x".repeat(1000));
      });
      trips.push(performance.now() - began);
    }
    return median(trips);
  } catch {
    return null;
  } finally {
    near.close();
    far.close();
  }
}

const ignore = () => undefined;
const described = ({ localDescription }: RTCPeerConnection): RTCSessionDescriptionInit => ({
  type: localDescription?.type ?? "offer",
  sdp: localDescription?.sdp ?? "",
});

const within = (ms: number, run: (done: () => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("took too long")), ms);
    run(() => {
      clearTimeout(timer);
      resolve();
    });
  });
