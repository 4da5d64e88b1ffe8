import type { MediaKind, MediaSource } from "../environment.ts";

export function fakeTrack(kind: MediaKind, settings: MediaTrackSettings = {}): MediaStreamTrack {
  const target = new EventTarget();
  const track = Object.assign(target, {
    kind,
    enabled: true,
    readyState: "live",
    stop() {
      track.readyState = "ended";
    },
    getSettings: () => settings,
  }) as MediaStreamTrack & { readyState: MediaStreamTrackState };
  return track;
}

/** Unplugs the device. */
export function endTrack(track: MediaStreamTrack): void {
  track.stop();
  track.dispatchEvent(new Event("ended"));
}

export function fakeStream(initial: MediaStreamTrack[]): MediaStream {
  const held = new Set(initial);
  const stream: Pick<MediaStream, "getTracks" | "addTrack" | "removeTrack"> = {
    getTracks: () => [...held],
    addTrack: (track) => void held.add(track),
    removeTrack: (track) => void held.delete(track),
  };
  return stream as MediaStream;
}

/** Errors by what is asked for: `audio`, `video` or `audio+video`. */
export class FakeDevices extends EventTarget implements MediaSource {
  readonly asked: MediaStreamConstraints[] = [];
  readonly given: MediaStreamTrack[] = [];
  readonly errors = new Map<string, string>();
  cameras: { deviceId: string; facingMode?: string }[] = [{ deviceId: "cam-1" }];

  async getUserMedia(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
    this.asked.push(constraints);
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind]);
    const name = this.errors.get(kinds.join("+"));
    if (name) throw new DOMException("refused", name);
    const made = kinds.map((kind) => fakeTrack(kind, kind === "video" ? this.#settings(constraints.video) : {}));
    this.given.push(...made);
    return fakeStream(made);
  }

  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.cameras.map(({ deviceId }) => ({
      deviceId,
      groupId: "",
      kind: "videoinput" as const,
      label: deviceId,
      toJSON: () => ({}),
    }));
  }

  #settings(video: boolean | MediaTrackConstraints | undefined): MediaTrackSettings {
    const wanted = typeof video === "object" ? video : {};
    const id = typeof wanted.deviceId === "object" && "exact" in wanted.deviceId ? wanted.deviceId.exact : undefined;
    const facing = typeof wanted.facingMode === "object" && "ideal" in wanted.facingMode ? wanted.facingMode.ideal : "";
    return {
      ...(this.cameras.find((camera) => camera.deviceId === id || camera.facingMode === facing) ?? this.cameras[0]),
    };
  }
}
