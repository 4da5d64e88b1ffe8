/** Why a call ended here that goes on on another device of the same person. */
export const TAKEN = "taken";

export interface CallPeer {
  peerId: string;
  /** Whose connection it is, as a participant of the visit. */
  participantId: string;
}

/** What a person sends at all; the picture may still be poor or late. */
export interface MediaSwitches {
  audio: boolean;
  video: boolean;
}

export interface SignalBody {
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit | null;
  media?: MediaSwitches;
}

export interface OutgoingSignal extends SignalBody {
  to: string;
}

export interface JoinedCall {
  callId: string;
  iceServers: RTCIceServer[];
  peers: CallPeer[];
  selfPeerId: string;
}

export type SignallingEvent =
  | ({ type: "signal"; from: string } & SignalBody)
  | ({ type: "peer-joined" } & CallPeer)
  | { type: "peer-left"; peerId: string }
  | { type: "ended"; reason: string }
  | { type: "reconnected" };

/**
 * The line over which two browsers agree on a call. It may lose what is sent while it is down: the engine repeats
 * unanswered offers and starts ICE again after `reconnected`. Order between two peers must be kept.
 */
export interface CallSignalling {
  /**
   * Idempotent, called again after every reconnect and whenever fresh relay credentials are wanted. `peers` are the
   * others, without this one. When the call is over meanwhile, the server rejects and sends `ended`.
   */
  join(): Promise<JoinedCall>;
  /** This person leaves; whether that ends the call for the others is the server's rule. */
  leave(): Promise<void>;
  send(signal: OutgoingSignal): void;
  on(handler: (event: SignallingEvent) => void): () => void;
}
