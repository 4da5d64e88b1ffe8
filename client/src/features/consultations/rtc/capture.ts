import type { MediaKind, MediaSource } from "./environment.ts";
import { mediaProblemCause, type MediaProblem } from "./media-problem.ts";

export type Facing = "user" | "environment";

export const microphoneConstraints: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** All ideal, none exact: a camera that can do less is better than an OverconstrainedError. */
export function cameraConstraints(choice: { facing: Facing } | { deviceId: string }): MediaTrackConstraints {
  const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } };
  return "deviceId" in choice
    ? { ...size, deviceId: { exact: choice.deviceId } }
    : { ...size, facingMode: { ideal: choice.facing } };
}

export interface Captured {
  tracks: MediaStreamTrack[];
  problem: MediaProblem | null;
}

async function capture(source: MediaSource, constraints: MediaStreamConstraints): Promise<Captured> {
  const wanted: MediaKind[] = [];
  if (constraints.audio) wanted.push("audio");
  if (constraints.video) wanted.push("video");
  try {
    return { tracks: (await source.getUserMedia(constraints)).getTracks(), problem: null };
  } catch (error) {
    return { tracks: [], problem: { cause: mediaProblemCause(error), kinds: wanted } };
  }
}

/**
 * As much as can be had: both by one question to the person, else the microphone alone, else the camera alone.
 * getUserMedia() is all or nothing, so one missing camera would otherwise cost the voice too.
 */
export async function captureBestEffort(
  source: MediaSource | null,
  audio: MediaTrackConstraints,
  video: MediaTrackConstraints,
): Promise<Captured> {
  if (!source) return { tracks: [], problem: { cause: "insecure-context", kinds: ["audio", "video"] } };
  const both = await capture(source, { audio, video });
  if (!both.problem) return both;
  const voice = await capture(source, { audio });
  // The first failure may have been the microphone's, so the cause is only the camera's when the voice works.
  if (!voice.problem) return { tracks: voice.tracks, problem: { ...both.problem, kinds: ["video"] } };
  // After a "no" a third question would be nagging; without a microphone the picture is still worth having.
  if (voice.problem.cause === "permission-denied") return { tracks: [], problem: both.problem };
  const picture = await capture(source, { video });
  return picture.problem ? { tracks: [], problem: both.problem } : { tracks: picture.tracks, problem: voice.problem };
}

export async function captureOne(
  source: MediaSource | null,
  kind: MediaKind,
  constraints: MediaTrackConstraints,
): Promise<Captured> {
  if (!source) return { tracks: [], problem: { cause: "insecure-context", kinds: [kind] } };
  return capture(source, kind === "audio" ? { audio: constraints } : { video: constraints });
}
