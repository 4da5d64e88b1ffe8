import type { MediaKind } from "./environment.ts";

export type MediaProblemCause =
  | "permission-denied"
  | "not-found"
  | "in-use"
  | "insecure-context"
  /** The device went away, or its permission was withdrawn, during the call. */
  | "device-lost"
  | "unknown";

export interface MediaProblem {
  cause: MediaProblemCause;
  /** What is missing because of it. */
  kinds: readonly MediaKind[];
}

/** Names from Media Capture and Streams, getUserMedia(), and the older names some WebViews still throw. */
const causes: Readonly<Record<string, MediaProblemCause>> = {
  NotAllowedError: "permission-denied",
  PermissionDeniedError: "permission-denied",
  SecurityError: "permission-denied",
  NotFoundError: "not-found",
  DevicesNotFoundError: "not-found",
  OverconstrainedError: "not-found",
  NotReadableError: "in-use",
  TrackStartError: "in-use",
  AbortError: "in-use",
};

export function mediaProblemCause(error: unknown): MediaProblemCause {
  if (typeof error !== "object" || error === null || !("name" in error)) return "unknown";
  return causes[String(error.name)] ?? "unknown";
}
