import { originalKey, pictureKey } from "./file-places.ts";
import type { FileRecord } from "./file.repo.ts";

/** The collection whose rows say which objects there are. */
export const FILES_COLLECTION = "files";

/**
 * The objects a row stands for. None while it is still uploading: after a restore such an upload begins again at its first
 * byte, since the server then answers offset 0 (tus 1.0.0, HEAD). None of a refused one, whose bytes are gone or going.
 */
export function objectsOf(file: Pick<FileRecord, "status" | "refusal" | "folder" | "pages">): string[] {
  if (file.refusal) return [];
  if (file.status === "processing") return [originalKey(file)];
  if (file.status !== "ready") return [];
  return [
    originalKey(file),
    pictureKey(file, "thumb-0"),
    ...file.pages.map((_, page) => pictureKey(file, `display-${page}`)),
  ];
}
