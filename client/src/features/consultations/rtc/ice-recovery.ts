import type { Clock } from "./environment.ts";

/** 'disconnected' often heals by itself within a second (W3C webrtc-pc, RTCIceTransportState). */
const graceMs = 2000;
/** Gathering and checks over a relay on a bad line take seconds; a restart sooner would throw its candidates away. */
const retryMs = 8000;
/** `online`, a reconnected socket and 'failed' come together after a network change: one restart serves them all. */
const quietMs = 1000;
/** A broken DTLS association is not mended by new candidates (RFC 8842, section 5.5): then a new connection is made. */
const attemptsBeforeStuck = 3;

interface IceRecoveryTasks {
  restart(): void;
  stuck(): void;
}

/** Decides when ICE is started again; knows nothing of descriptions. */
export class IceRecovery {
  readonly #clock: Clock;
  readonly #tasks: IceRecoveryTasks;
  #cancel: (() => void) | null = null;
  #lastRestart = Number.NEGATIVE_INFINITY;
  #attempts = 0;

  constructor(clock: Clock, tasks: IceRecoveryTasks) {
    this.#clock = clock;
    this.#tasks = tasks;
  }

  observe(state: RTCPeerConnectionState): void {
    if (state === "connected" || state === "closed") {
      this.stop();
      this.#attempts = 0;
    } else if (state === "disconnected") {
      this.#cancel ??= this.#clock.after(graceMs, () => this.#attempt());
    } else if (state === "failed") {
      this.restartNow();
    }
  }

  /**
   * Called when something outside suggests that the path has changed (`online`, signalling back), even while media
   * still flows.
   */
  restartNow(stillConnected = false): void {
    if (this.#clock.now() - this.#lastRestart < quietMs) {
      if (!stillConnected) this.#cancel ??= this.#clock.after(retryMs, () => this.#attempt());
    } else if (stillConnected) {
      this.#lastRestart = this.#clock.now();
      this.#tasks.restart();
    } else this.#attempt();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #attempt(): void {
    this.stop();
    if (this.#attempts >= attemptsBeforeStuck) {
      this.#attempts = 0;
      this.#tasks.stuck();
      return;
    }
    this.#attempts += 1;
    this.#lastRestart = this.#clock.now();
    this.#cancel = this.#clock.after(retryMs, () => this.#attempt());
    this.#tasks.restart();
  }
}
