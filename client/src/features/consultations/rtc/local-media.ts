import { captureBestEffort, captureOne, cameraConstraints, microphoneConstraints, type Facing } from "./capture.ts";
import type { CallEnvironment, MediaKind } from "./environment.ts";
import type { MediaProblem } from "./media-problem.ts";
import type { MediaSwitches } from "./signalling.ts";
import type { DeviceState, LocalSnapshot } from "./snapshot.ts";

type CameraChoice = { facing: Facing } | { deviceId: string };

interface LocalMediaEvents {
  changed(): void;
  track(kind: MediaKind, track: MediaStreamTrack | null): void;
}

/** This person's microphone and camera. Every verb may be called in any state; verbs run one after the other. */
export class LocalMedia {
  readonly #environment: CallEnvironment;
  readonly #events: LocalMediaEvents;
  readonly #tracks = new Map<MediaKind, MediaStreamTrack>();
  #stream: MediaStream | null = null;
  #microphone: DeviceState = "unavailable";
  #camera: DeviceState = "unavailable";
  #problem: MediaProblem | null = null;
  #choice: CameraChoice = { facing: "user" };
  #cameras: MediaDeviceInfo[] = [];
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(environment: CallEnvironment, events: LocalMediaEvents) {
    this.#environment = environment;
    this.#events = events;
    environment.mediaDevices?.addEventListener("devicechange", this.#refreshCameras);
  }

  snapshot(): LocalSnapshot {
    return {
      stream: this.#tracks.size > 0 ? this.#stream : null,
      microphone: this.#microphone,
      camera: this.#camera,
      ...(this.#problem ? { problem: this.#problem } : {}),
      canSwitchCamera: this.#cameras.length > 1,
    };
  }

  switches(): MediaSwitches {
    return { audio: this.#microphone === "on", video: this.#camera === "on" };
  }

  track(kind: MediaKind): MediaStreamTrack | null {
    return this.#tracks.get(kind) ?? null;
  }

  acquire(): Promise<void> {
    return this.#enqueue(async () => {
      const { mediaDevices } = this.#environment;
      const got = await captureBestEffort(mediaDevices, microphoneConstraints, cameraConstraints(this.#choice));
      for (const track of got.tracks) this.#adopt(track);
      this.#problem = got.problem;
      await this.#refreshCameras();
    });
  }

  /** Muting keeps the device open, so that speaking again takes no time; a lost microphone is asked for again. */
  setMicrophone(on: boolean): Promise<void> {
    return this.#enqueue(async () => {
      const track = this.#tracks.get("audio");
      if (track) {
        track.enabled = on;
        this.#microphone = on ? "on" : "off";
      } else if (on) await this.#open("audio", microphoneConstraints);
    });
  }

  /** Off closes the device: the lamp beside the lens must go out, and with `enabled` alone it stays lit in Chromium. */
  setCamera(on: boolean): Promise<void> {
    return this.#enqueue(async () => {
      if (on && !this.#tracks.has("video")) await this.#open("video", cameraConstraints(this.#choice));
      else if (!on && this.#tracks.has("video")) {
        this.#release("video");
        this.#camera = "off";
      }
    });
  }

  switchCamera(): Promise<void> {
    return this.#enqueue(async () => {
      const current = this.#tracks.get("video");
      if (!current || this.#cameras.length < 2) return;
      const before = this.#choice;
      this.#choice = this.#nextCamera(current.getSettings());
      // Closed first: most phones cannot hold two cameras open and answer NotReadableError.
      this.#release("video");
      await this.#open("video", cameraConstraints(this.#choice));
      if (this.#tracks.has("video")) return;
      const problem = this.#problem;
      this.#choice = before;
      await this.#open("video", cameraConstraints(before));
      this.#problem = problem;
    });
  }

  close(): void {
    this.#closed = true;
    this.#environment.mediaDevices?.removeEventListener("devicechange", this.#refreshCameras);
    for (const kind of this.#tracks.keys()) this.#release(kind);
    this.#microphone = "unavailable";
    this.#camera = "unavailable";
  }

  /** Phones have several back lenses: front and back alternate there; elsewhere all cameras take their turn. */
  #nextCamera({ facingMode, deviceId }: MediaTrackSettings): CameraChoice {
    if (facingMode === "user") return { facing: "environment" };
    if (facingMode === "environment") return { facing: "user" };
    const at = this.#cameras.findIndex((camera) => camera.deviceId === deviceId);
    const next = this.#cameras[(at + 1) % this.#cameras.length];
    return next ? { deviceId: next.deviceId } : this.#choice;
  }

  async #open(kind: MediaKind, constraints: MediaTrackConstraints): Promise<void> {
    const got = await captureOne(this.#environment.mediaDevices, kind, constraints);
    for (const track of got.tracks) this.#adopt(track);
    if (got.problem) {
      this.#setState(kind, "unavailable");
      this.#problem = got.problem;
    } else if (this.#problem?.kinds.includes(kind)) {
      const others = this.#problem.kinds.filter((other) => other !== kind);
      this.#problem = others.length > 0 ? { ...this.#problem, kinds: others } : null;
    }
  }

  #adopt(track: MediaStreamTrack): void {
    // The person may have hung up while the browser asked for permission.
    if (this.#closed) return track.stop();
    const kind = track.kind === "audio" ? "audio" : "video";
    this.#release(kind);
    this.#tracks.set(kind, track);
    this.#stream ??= this.#environment.createStream([]);
    this.#stream.addTrack(track);
    // Fired for unplugging and withdrawn permission, not for our own stop() (Media Capture and Streams, section 4.3.1).
    track.addEventListener("ended", () => this.#lose(kind, track), { once: true });
    this.#setState(kind, "on");
    this.#events.track(kind, track);
  }

  #lose(kind: MediaKind, track: MediaStreamTrack): void {
    if (this.#tracks.get(kind) !== track) return;
    this.#release(kind);
    this.#setState(kind, "unavailable");
    this.#problem = { cause: "device-lost", kinds: [kind] };
    this.#events.changed();
  }

  #release(kind: MediaKind): void {
    const track = this.#tracks.get(kind);
    if (!track) return;
    this.#tracks.delete(kind);
    this.#stream?.removeTrack(track);
    track.stop();
    this.#events.track(kind, null);
  }

  #setState(kind: MediaKind, state: DeviceState): void {
    if (kind === "audio") this.#microphone = state;
    else this.#camera = state;
  }

  readonly #refreshCameras = async (): Promise<void> => {
    try {
      const devices = (await this.#environment.mediaDevices?.enumerateDevices()) ?? [];
      this.#cameras = devices.filter((device) => device.kind === "videoinput");
    } catch {
      this.#cameras = [];
    }
    if (!this.#closed) this.#events.changed();
  };

  #enqueue(run: () => Promise<void>): Promise<void> {
    const before = this.#queue;
    const inTurn = async () => {
      await before;
      if (this.#closed) return;
      await run();
      if (!this.#closed) this.#events.changed();
    };
    this.#queue = inTurn();
    return this.#queue;
  }
}
