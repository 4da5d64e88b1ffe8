import type { LineQuality } from "./line-quality.ts";
import type { MediaProblem } from "./media-problem.ts";
import type { MediaSwitches } from "./signalling.ts";

export type CallPhase =
  | "idle"
  | "acquiring"
  | "waiting-for-peer"
  | "connecting"
  | "connected"
  | "reconnecting"
  | "ended"
  | "failed";

export type DeviceState = "on" | "off" | "unavailable";

export interface LocalSnapshot {
  readonly stream: MediaStream | null;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly problem?: MediaProblem;
  readonly canSwitchCamera: boolean;
}

export interface RemoteSnapshot {
  readonly peerId: string;
  /** Null until the first track arrives. Its tracks may change while the stream stays the same object. */
  readonly stream: MediaStream | null;
  readonly media: Readonly<MediaSwitches>;
}

export interface CallSnapshot {
  readonly phase: CallPhase;
  /** `hung-up` for one's own doing, else the server's word (`ended`), `join-failed` or `unsupported` (`failed`). */
  readonly reason?: string;
  readonly local: LocalSnapshot;
  readonly remote: RemoteSnapshot | null;
  /** Null until two measurements of a connected line exist. */
  readonly quality: LineQuality | null;
  /** Epoch milliseconds of the first connection. */
  readonly startedAt: number | null;
}

export interface LinkStatus {
  readonly state: RTCPeerConnectionState;
  readonly everConnected: boolean;
}

/** Phase of a joined call. `everConnected` of the call makes a reload read as reconnecting, not as a new call. */
export function phaseOf(link: LinkStatus | null, callEverConnected: boolean): CallPhase {
  if (!link) return "waiting-for-peer";
  if (link.state === "connected") return "connected";
  return link.everConnected || callEverConnected ? "reconnecting" : "connecting";
}
