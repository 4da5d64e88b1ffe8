/** What the engine needs from a browser, as narrow as it uses it, so that tests run without one. */

export type MediaKind = "audio" | "video";

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  every(ms: number, run: () => void): () => void;
}

export interface Transceiver {
  direction: RTCRtpTransceiverDirection;
  readonly receiver: { readonly track: { readonly kind: string } };
  readonly sender: {
    readonly track: MediaStreamTrack | null;
    replaceTrack(track: MediaStreamTrack | null): Promise<void>;
  };
}

export interface PeerConnection {
  readonly signalingState: RTCSignalingState;
  readonly connectionState: RTCPeerConnectionState;
  readonly localDescription: RTCSessionDescriptionInit | null;
  readonly remoteDescription: RTCSessionDescriptionInit | null;
  setLocalDescription(): Promise<void>;
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>;
  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  addTransceiver(kind: MediaKind, init: { direction: RTCRtpTransceiverDirection }): Transceiver;
  getTransceivers(): Transceiver[];
  setConfiguration(configuration: RTCConfiguration): void;
  restartIce(): void;
  getStats(): Promise<{ forEach(visit: (stat: unknown) => void): void }>;
  close(): void;
}

/** Events come as calls: overloads of `addEventListener` cannot be faked without lying to the compiler. */
export interface PeerConnectionEvents {
  negotiationNeeded(): void;
  /** Null marks the end of a generation (RFC 8838, section 14). */
  candidate(candidate: RTCIceCandidateInit | null): void;
  track(track: MediaStreamTrack): void;
  connectionStateChanged(): void;
}

export type MediaSource = Pick<
  MediaDevices,
  "getUserMedia" | "enumerateDevices" | "addEventListener" | "removeEventListener"
>;

export interface CallEnvironment {
  createPeerConnection(configuration: RTCConfiguration, events: PeerConnectionEvents): PeerConnection;
  createStream(tracks: MediaStreamTrack[]): MediaStream;
  /** Null where the browser hides it: no secure context (Media Capture and Streams, section 9.2). */
  mediaDevices: MediaSource | null;
  clock: Clock;
  /** Tells when the browser believes the network is back; the returned function stops it. */
  onOnline(run: () => void): () => void;
}
