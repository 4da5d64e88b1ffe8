import { stat } from "node:fs/promises";

import { fileTypeFromFile } from "file-type";

import type { FileKind, SniffedFile } from "./derive-result.ts";
import { maxFileBytes } from "./limits.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Everything that is accepted, by the type file-type reads from the bytes. An allowlist: SVG, HTML, archives and
 * whatever is unknown never get as far as a decoder. mif1/msf1 files (Android, some iPhones) come as image/heif.
 */
const accepted: ReadonlyMap<string, FileKind> = new Map([
  ["image/jpeg", "image"],
  ["image/png", "image"],
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

/**
 * Decides by content alone what a file is; name and claimed type are not even parameters.
 * Throws only when the file cannot be opened.
 */
export async function sniffFile(path: string): Promise<SniffedFile | Refusal> {
  const { size } = await stat(path);
  if (size === 0) return { refusal: "file_empty" };
  if (size > maxFileBytes) return { refusal: "file_too_large" };
  const mediaType = (await fileTypeFromFile(path))?.mime;
  const kind = mediaType === undefined ? undefined : accepted.get(mediaType);
  if (mediaType === undefined || kind === undefined) return { refusal: "file_unsupported" };
  return { mediaType, kind };
}
