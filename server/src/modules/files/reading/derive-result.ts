import type { PageFlaw } from "@fuzhen/shared/files/file.schema.ts";
import type { RefusalCode } from "./refusal.ts";

export type FileKind = "image" | "pdf";

/** What was recognised from the bytes: the only media type the rest of the server ever believes. */
export type SniffedFile = { mediaType: string; kind: FileKind };

/** One re-encoded picture (WebP). Nothing of the original's bytes or metadata is in it. */
export type Derivative = {
  variant: "thumb" | "display";
  /** Counted from 0; a photo has one page. */
  page: number;
  /** Pixels, after turning upright. */
  width: number;
  height: number;
  /** What is wrong with this page; the others are shown all the same. */
  flaw: PageFlaw | null;
};

export type Picture = Derivative & { data: Uint8Array };
/** Takes the pictures one by one as they are made, so that no more than one is in memory. */
export type KeepPicture = (picture: Picture) => void;

export type DeriveResult =
  | (SniffedFile & { ok: true; derivatives: Derivative[] })
  | { ok: false; refusal: RefusalCode };
