import { originalKey, pictureKey } from "./file-places.ts";
import { resultOf, type FileRecord } from "./file.repo.ts";

/** The collection whose rows say which objects there are. */
export const FILES_COLLECTION = "files";

/**
 * The stored objects that belong to a row. None while it is uploading: after a restore such an upload starts again from
 * byte 0, since the server then answers offset 0 (tus 1.0.0, HEAD). None of a refused file either, whose bytes are
 * deleted; but of one that is quarantined.
 */
export function objectsOf(file: Pick<FileRecord, "status" | "refusal" | "folder" | "readings">): string[] {
  if (file.status === "quarantined") return [originalKey(file)];
  if (file.refusal) return [];
  if (file.status === "processing") return [originalKey(file)];
  if (file.status !== "ready") return [];
  return [
    originalKey(file),
    ...(resultOf(file, "preview") ? [pictureKey(file, "thumb-0")] : []),
    ...(resultOf(file, "pages")?.pages ?? []).map((_, page) => pictureKey(file, `display-${page}`)),
  ];
}
