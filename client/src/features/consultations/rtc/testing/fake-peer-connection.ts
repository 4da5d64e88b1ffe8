import type { MediaKind, PeerConnection, PeerConnectionEvents, Transceiver } from "../environment.ts";
import { fakeTrack } from "./fake-media.ts";

let sessions = 0;

/**
 * The signalling state machine of W3C webrtc-pc with its implicit rollback and its events, without a network. It throws
 * where a browser throws, so that a wrong order of calls fails the test.
 */
export class FakePeerConnection implements PeerConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly restarts: number[] = [];
  rollbacks = 0;
  readonly session = (sessions += 1);
  readonly configuration: RTCConfiguration[] = [];
  readonly #events: PeerConnectionEvents;
  readonly #transceivers: Transceiver[] = [];
  #wanted = false;
  #version = 0;

  constructor(configuration: RTCConfiguration, events: PeerConnectionEvents) {
    this.configuration.push(configuration);
    this.#events = events;
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    this.#open();
    const answering = this.signalingState === "have-remote-offer";
    this.#version += 1;
    const sdp = `v=0\r\no=- ${this.session} ${this.#version} IN IP4 127.0.0.1\r\n`;
    this.localDescription = { type: answering ? "answer" : "offer", sdp };
    if (answering) this.#settleNegotiation();
    else {
      this.#wanted = false;
      this.signalingState = "have-local-offer";
    }
    this.#events.candidate({ candidate: `candidate of ${this.session}`, sdpMid: "0" });
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#open();
    await Promise.resolve();
    if (description.type === "offer") {
      if (this.signalingState === "have-local-offer") {
        this.rollbacks += 1;
        this.#wanted = true;
      }
      this.signalingState = "have-remote-offer";
    } else {
      if (this.signalingState !== "have-local-offer") throw new DOMException("wrong state", "InvalidStateError");
      this.#settleNegotiation();
    }
    const first = this.remoteDescription === null;
    this.remoteDescription = description;
    if (this.#transceivers.length === 0)
      for (const kind of ["audio", "video"] as const) this.#section(kind, "recvonly");
    if (first) for (const kind of ["audio", "video"] as const) this.#events.track(fakeTrack(kind));
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) throw new DOMException("no remote description", "InvalidStateError");
    this.candidates.push(candidate);
  }

  addTransceiver(kind: MediaKind, init: { direction: RTCRtpTransceiverDirection }): Transceiver {
    this.#want();
    return this.#section(kind, init.direction);
  }

  getTransceivers(): Transceiver[] {
    return this.#transceivers;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration.push(configuration);
  }

  restartIce(): void {
    this.restarts.push(this.#version);
    if (this.localDescription) this.#want();
  }

  async getStats(): Promise<Map<string, unknown>> {
    return new Map();
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.#events.connectionStateChanged();
  }

  #section(kind: MediaKind, direction: RTCRtpTransceiverDirection): Transceiver {
    const sender = {
      track: null as MediaStreamTrack | null,
      replaceTrack: async (track: MediaStreamTrack | null) => void (sender.track = track),
    };
    const section: Transceiver = { direction, receiver: { track: { kind } }, sender };
    this.#transceivers.push(section);
    return section;
  }

  #settleNegotiation(): void {
    this.signalingState = "stable";
    if (this.#wanted) this.#want();
  }

  /** Fires only in the stable state, once for many causes. */
  #want(): void {
    this.#wanted = true;
    void Promise.resolve().then(() => {
      if (!this.#wanted || this.signalingState !== "stable") return;
      this.#wanted = false;
      this.#events.negotiationNeeded();
    });
  }

  #open(): void {
    if (this.signalingState === "closed") throw new DOMException("closed", "InvalidStateError");
  }
}
