import { fileTypeFromBuffer } from "file-type";

import type { FileKind, SniffedFile } from "./derive-result.ts";
import { maxFileBytes } from "./limits.ts";
import type { Refusal, RefusalCode } from "./refusal.ts";

/**
 * Everything that is accepted, by the type file-type reads from the bytes. An allowlist: SVG, HTML, archives and
 * whatever is unknown never get as far as a decoder. mif1/msf1 files (Android, some iPhones) come as image/heif.
 */
const accepted: ReadonlyMap<string, FileKind> = new Map([
  ["image/jpeg", "image"],
  ["image/png", "image"],
  // Some phones' tools save screenshots as animations of one picture.
  ["image/apng", "image"],
  ["image/webp", "image"],
  ["image/heic", "image"],
  ["image/heif", "image"],
  ["image/heic-sequence", "image"],
  ["image/heif-sequence", "image"],
  ["image/avif", "image"],
  ["image/tiff", "image"],
  ["image/gif", "image"],
  ["image/bmp", "image"],
  ["application/pdf", "pdf"],
]);

/** Why a file of so many bytes is not even opened; null when it may be. */
export function refusalOfSize(bytes: number): RefusalCode | null {
  if (bytes === 0) return "file_empty";
  return bytes > maxFileBytes ? "file_too_large" : null;
}

/** Decides by content alone what a file is; name and claimed type are not even parameters. */
export async function sniffBytes(bytes: Buffer): Promise<SniffedFile | Refusal> {
  const mediaType = (await fileTypeFromBuffer(bytes))?.mime;
  const kind = mediaType === undefined ? undefined : accepted.get(mediaType);
  if (mediaType === undefined || kind === undefined) return { refusal: "file_unsupported" };
  return { mediaType, kind };
}
