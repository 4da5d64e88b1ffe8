import type { CallEnvironment, MediaKind, PeerConnection } from "./environment.ts";
import { IceRecovery } from "./ice-recovery.ts";
import { judgeLine, steadyQuality, type LineQuality } from "./line-quality.ts";
import { isOtherSession } from "./sdp.ts";
import type { CallPeer, MediaSwitches, SignalBody } from "./signalling.ts";
import { pollStats } from "./stats-poller.ts";

const resendMs = 4000;
/** Longer than a usual round trip, short beside the two seconds of grace before a restart. */
const politeWaitMs = 600;
const kinds: readonly MediaKind[] = ["audio", "video"];

export interface PeerLinkOptions {
  peer: CallPeer;
  polite: boolean;
  configuration: RTCConfiguration;
  environment: CallEnvironment;
  localTrack(kind: MediaKind): MediaStreamTrack | null;
  localMedia(): MediaSwitches;
  send(signal: SignalBody): void;
  changed(): void;
  /** This connection cannot be mended; with a description when that is what the other side's new one begins with. */
  beyondRepair(description?: RTCSessionDescriptionInit): void;
}

/**
 * One connection to one peer: perfect negotiation (W3C webrtc-pc, section 10.7) and trickle ICE.
 *
 * The impolite side lays out one audio and one video section, always sendrecv; the polite side fills them when it
 * answers. If both laid them out at the start, a rolled-back transceiver made by addTransceiver() would not be matched
 * with the other's section (RFC 8829, section 5.10) and each call would carry four. With fixed sections every later
 * change of camera or microphone is a replaceTrack() without negotiation; only ICE restarts are offered, by either.
 */
export class PeerLink {
  readonly peer: CallPeer;
  readonly polite: boolean;
  everConnected = false;
  stream: MediaStream | null = null;
  media: MediaSwitches = { audio: true, video: true };
  quality: LineQuality | null = null;

  readonly #options: PeerLinkOptions;
  readonly #connection: PeerConnection;
  readonly #recovery: IceRecovery;
  readonly #stopStats: () => void;
  #inbox: Promise<void> = Promise.resolve();
  #earlyCandidates: RTCIceCandidateInit[] = [];
  #makingOffer = false;
  #ignoringOffer = false;
  #closed = false;
  #cancelResend: (() => void) | null = null;
  #cancelPoliteRestart: (() => void) | null = null;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.peer = options.peer;
    this.polite = options.polite;
    const { environment } = options;
    this.#recovery = new IceRecovery(environment.clock, {
      restart: () => this.#restartIce(),
      stuck: () => options.beyondRepair(),
    });
    this.#connection = environment.createPeerConnection(options.configuration, {
      negotiationNeeded: () => void this.#offer(),
      candidate: (candidate) => this.#send({ candidate }),
      track: (track) => this.#receiveTrack(track),
      connectionStateChanged: () => this.#observeState(),
    });
    let previous: LineQuality | null = null;
    this.#stopStats = pollStats(this.#connection, environment.clock, (before, now) => {
      const latest = judgeLine(before, now);
      this.quality = steadyQuality(this.quality, previous, latest);
      previous = latest;
      options.changed();
    });
  }

  /** Called once the owner can route what this link sends. */
  begin(): void {
    if (this.polite) return this.tellMedia();
    for (const kind of kinds) this.#connection.addTransceiver(kind, { direction: "sendrecv" });
    void this.#fillSections();
  }

  get state(): RTCPeerConnectionState {
    return this.#connection.connectionState;
  }

  /** One signal at a time: an answer must not overtake the description it is given to. */
  receive(signal: SignalBody): void {
    const before = this.#inbox;
    const inTurn = async () => {
      await before;
      try {
        if (!this.#closed) await this.#handle(signal);
      } catch {
        // A description this browser cannot apply leaves the old state in force; recovery notices when media stops.
      }
    };
    this.#inbox = inTurn();
  }

  async setTrack(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    const sections = this.#connection.getTransceivers().filter((section) => section.receiver.track.kind === kind);
    await Promise.all(sections.map((section) => section.sender.replaceTrack(track)));
  }

  tellMedia(): void {
    this.#send({ media: this.#options.localMedia() });
  }

  restart(configuration?: RTCConfiguration): void {
    if (configuration) this.#connection.setConfiguration(configuration);
    this.#resendOffer();
    this.#recovery.restartNow(this.state === "connected");
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopStats();
    this.#recovery.stop();
    this.#cancelResend?.();
    this.#stopPoliteRestart();
    this.#connection.close();
  }

  async #handle({ description, candidate, media }: SignalBody): Promise<void> {
    if (media) {
      this.media = media;
      this.#options.changed();
    }
    if (description) await this.#handleDescription(description);
    if (candidate) await this.#handleCandidate(candidate);
  }

  async #handleDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const connection = this.#connection;
    if (isOtherSession(connection.remoteDescription, description)) {
      this.#options.beyondRepair(description);
      return;
    }
    if (description.type === "offer") {
      const collision = this.#makingOffer || connection.signalingState !== "stable";
      this.#ignoringOffer = !this.polite && collision;
      if (this.#ignoringOffer) return;
      this.#stopPoliteRestart();
      await connection.setRemoteDescription(description); // rolls back an own offer by itself
      await this.#addEarlyCandidates();
      await this.#fillSections();
      await connection.setLocalDescription();
      this.#sendDescription();
    } else if (connection.signalingState === "have-local-offer") {
      // Anywhere else it is a second answer to an offer that was sent twice.
      await connection.setRemoteDescription(description);
      this.#cancelResend?.();
      await this.#addEarlyCandidates();
    }
  }

  async #handleCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.#connection.remoteDescription) {
      this.#earlyCandidates.push(candidate);
      return;
    }
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      // Candidates of an offer that was ignored have nowhere to go.
      if (!this.#ignoringOffer) throw error;
    }
  }

  async #addEarlyCandidates(): Promise<void> {
    for (const candidate of this.#earlyCandidates.splice(0)) await this.#handleCandidate(candidate);
  }

  async #offer(): Promise<void> {
    try {
      this.#makingOffer = true;
      await this.#connection.setLocalDescription();
      if (!this.#closed && this.#connection.signalingState === "have-local-offer") this.#sendDescription();
    } catch {
      // Only a connection closed meanwhile refuses; nothing is left to offer then.
    } finally {
      this.#makingOffer = false;
    }
  }

  async #fillSections(): Promise<void> {
    for (const section of this.#connection.getTransceivers()) {
      if (section.direction !== "sendrecv") section.direction = "sendrecv";
      const kind = section.receiver.track.kind === "audio" ? "audio" : "video";
      const track = this.#options.localTrack(kind);
      if (section.sender.track !== track) await section.sender.replaceTrack(track);
    }
  }

  #sendDescription(): void {
    const description = this.#connection.localDescription;
    if (!description) return;
    this.#send({ description: { type: description.type, sdp: description.sdp }, media: this.#options.localMedia() });
    this.#cancelResend?.();
    this.#cancelResend =
      description.type === "offer" ? this.#options.environment.clock.after(resendMs, () => this.#resendOffer()) : null;
  }

  /** The line may have lost the offer or its answer; the same offer twice is harmless. */
  #resendOffer(): void {
    if (!this.#closed && this.#connection.signalingState === "have-local-offer") this.#sendDescription();
  }

  #restartIce(): void {
    if (this.#closed) return;
    if (!this.polite) return this.#connection.restartIce();
    // Both sides notice one cut together. Glare would resolve, but in Chromium 156 the rollback of a restart offer can
    // leave the remote picture frozen while its frames are decoded, so the polite side lets the other begin.
    this.#cancelPoliteRestart ??= this.#options.environment.clock.after(politeWaitMs, () => {
      this.#cancelPoliteRestart = null;
      this.#connection.restartIce();
    });
  }

  #stopPoliteRestart(): void {
    this.#cancelPoliteRestart?.();
    this.#cancelPoliteRestart = null;
  }

  #send(signal: SignalBody): void {
    if (!this.#closed) this.#options.send(signal);
  }

  #receiveTrack(track: MediaStreamTrack): void {
    this.stream ??= this.#options.environment.createStream([]);
    for (const old of this.stream.getTracks())
      if (old.kind === track.kind && old !== track) this.stream.removeTrack(old);
    this.stream.addTrack(track);
    this.#options.changed();
  }

  #observeState(): void {
    if (this.#closed) return;
    if (this.state === "connected") this.everConnected = true;
    this.#recovery.observe(this.state);
    this.#options.changed();
  }
}
