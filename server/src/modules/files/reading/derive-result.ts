import type { RefusalCode } from "./refusal.ts";

export type FileKind = "image" | "pdf";

/** What was recognised from the bytes: the only media type the rest of the server ever believes. */
export type SniffedFile = { mediaType: string; kind: FileKind };

/** One re-encoded picture in the output folder. Nothing of the original's bytes or metadata is in it. */
export type Derivative = {
  variant: "thumb" | "display";
  /** Counted from 0; a photo has one page. */
  page: number;
  /** Relative to the output folder. */
  fileName: string;
  mediaType: "image/webp";
  /** Pixels, after turning upright. */
  width: number;
  height: number;
  bytes: number;
};

export type DeriveResult =
  | (SniffedFile & { ok: true; derivatives: Derivative[] })
  | { ok: false; refusal: RefusalCode };
