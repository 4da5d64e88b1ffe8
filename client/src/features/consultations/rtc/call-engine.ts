import { quietly } from "../../../lib/quietly.ts";
import { browserEnvironment } from "./browser-environment.ts";
import type { CallEnvironment } from "./environment.ts";
import { LocalMedia } from "./local-media.ts";
import { PeerRoster } from "./peer-roster.ts";
import type { CallSignalling, JoinedCall, SignallingEvent } from "./signalling.ts";
import { phaseOf, type CallPhase, type CallSnapshot } from "./snapshot.ts";

export interface CallEngineOptions {
  signalling: CallSignalling;
  /** As whom this person takes part in the visit. */
  participantId: string;
  /** `relay` forces TURN, for tests and for networks that must not see addresses. */
  iceTransportPolicy?: RTCIceTransportPolicy;
  environment?: CallEnvironment;
}

const rejoinMs = [1000, 2000, 4000, 8000, 15_000] as const;

/**
 * One person's part in one call, from "start" to "hang up". Make one per call; after `ended` or `failed` a new one is
 * needed. No verb throws: what went wrong is in the snapshot.
 */
export class CallEngine {
  readonly #options: CallEngineOptions;
  readonly #environment: CallEnvironment;
  readonly #local: LocalMedia;
  readonly #roster: PeerRoster;
  readonly #listeners = new Set<() => void>();
  readonly #undo: (() => void)[] = [];
  #outcome: { phase: CallPhase; reason?: string } | null = { phase: "idle" };
  #joined: JoinedCall | null = null;
  #joining = false;
  #joinRun = 0;
  #cancelRejoin: (() => void) | null = null;
  #held: SignallingEvent[] = [];
  #startedAt: number | null = null;
  #snapshot: CallSnapshot;

  constructor(options: CallEngineOptions) {
    this.#options = options;
    this.#environment = options.environment ?? browserEnvironment();
    this.#local = new LocalMedia(this.#environment, {
      changed: () => {
        this.#roster.tellMedia();
        this.#publish();
      },
      track: (kind, track) => this.#roster.setTrack(kind, track),
    });
    this.#roster = new PeerRoster({
      selfId: options.participantId,
      environment: this.#environment,
      configuration: () => ({
        iceServers: this.#joined?.iceServers ?? [],
        iceTransportPolicy: options.iceTransportPolicy ?? "all",
      }),
      localTrack: (kind) => this.#local.track(kind),
      localMedia: () => this.#local.switches(),
      send: (to, signal) => options.signalling.send({ to, ...signal }),
      changed: () => this.#publish(),
    });
    this.#snapshot = this.#look();
  }

  readonly getSnapshot = (): CallSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Asks for camera and microphone, then joins with whatever was given: who cannot send can still see and hear. */
  async start(): Promise<void> {
    if (this.#outcome?.phase !== "idle") return;
    this.#outcome = { phase: "acquiring" };
    this.#publish();
    await this.#local.acquire();
    if (this.#over) return;
    this.#undo.push(
      this.#options.signalling.on((event) => this.#receive(event)),
      this.#environment.onOnline(() => this.#roster.restart()),
    );
    await this.#join();
  }

  /** Ends this person's part at once; telling the server may take longer and may fail. Idempotent. */
  async hangUp(): Promise<void> {
    if (this.#over) return;
    const told = this.#outcome?.phase !== "idle";
    this.#finish("ended", "hung-up");
    // With the line down the server ends this part when it misses the socket; a call still running shows its banner again.
    if (told) await quietly(this.#options.signalling.leave());
  }

  /** Lets go of devices and connections without leaving the call, for a page that goes away (a reload comes back). */
  dispose(): void {
    if (!this.#over) this.#finish("ended", "disposed");
    this.#listeners.clear();
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#local.setMicrophone(on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#local.setCamera(on);
  }

  switchCamera(): Promise<void> {
    return this.#local.switchCamera();
  }

  get #over(): boolean {
    return this.#outcome?.phase === "ended" || this.#outcome?.phase === "failed";
  }

  /** A newer run supersedes an older one, whose reply may never come once its socket is gone. */
  async #join(): Promise<void> {
    this.#joinRun += 1;
    const run = this.#joinRun;
    const stale = () => this.#over || run !== this.#joinRun;
    this.#cancelRejoin?.();
    this.#joining = true;
    for (let attempt = 0; !stale(); attempt += 1) {
      try {
        const joined = await this.#options.signalling.join();
        if (!stale()) this.#enter(joined);
        return;
      } catch {
        if (stale()) return;
        // A first join that is refused is the person's to repeat; a running call goes on trying beside its media.
        if (!this.#joined) return this.#finish("failed", "join-failed");
        await this.#pause(rejoinMs[Math.min(attempt, rejoinMs.length - 1)] ?? 15_000);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#environment.clock.after(ms, resolve);
      this.#cancelRejoin = () => {
        cancel();
        resolve();
      };
    });
  }

  #enter(joined: JoinedCall): void {
    this.#joined = joined;
    this.#joining = false;
    this.#outcome = null;
    this.#orUnsupported(() => this.#roster.reconcile(joined.selfPeerId, joined.peers));
    for (const event of this.#held.splice(0)) this.#receive(event);
    this.#publish();
  }

  #receive(event: SignallingEvent): void {
    if (this.#over) return;
    if (event.type === "ended") return this.#finish("ended", event.reason);
    if (event.type === "reconnected") return void this.#join();
    // A quick peer's offer may come before our own join is answered.
    if (this.#joining) return void this.#held.push(event);
    if (event.type === "peer-joined")
      this.#orUnsupported(() => this.#roster.arrive({ peerId: event.peerId, participantId: event.participantId }));
    else if (event.type === "peer-left") this.#roster.depart(event.peerId);
    else this.#roster.receive(event.from, event);
  }

  /** No RTCPeerConnection in this browser, or relay addresses that it does not take. */
  #orUnsupported(run: () => void): void {
    try {
      run();
    } catch {
      this.#finish("failed", "unsupported");
    }
  }

  #finish(phase: "ended" | "failed", reason: string): void {
    this.#outcome = { phase, reason };
    this.#cancelRejoin?.();
    for (const undo of this.#undo.splice(0)) undo();
    this.#held = [];
    this.#roster.close();
    this.#local.close();
    this.#publish();
  }

  #publish(): void {
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): CallSnapshot {
    const link = this.#roster.primary;
    const outcome = this.#outcome ?? { phase: phaseOf(link, this.#startedAt !== null) };
    if (outcome.phase === "connected") this.#startedAt ??= this.#environment.clock.now();
    return {
      ...outcome,
      local: this.#local.snapshot(),
      remote: link ? { peerId: link.peer.peerId, stream: link.stream, media: link.media } : null,
      quality: link?.quality ?? null,
      startedAt: this.#startedAt,
    };
  }
}
