import { randomBytes } from "node:crypto";
import type { FileRecord } from "./file.repo.ts";

export const newUploadId = () => randomBytes(20).toString("hex");
export const isUploadId = (text: string) => /^[0-9a-f]{40}$/.test(text);

/** A random folder name, so that the path reveals nothing about the file. */
export function newStoreFolder(): string {
  const name = randomBytes(16).toString("hex");
  return `${name.slice(0, 2)}/${name.slice(2)}`;
}
export const originalKey = (file: Pick<FileRecord, "folder">) => `${file.folder}/original`;
export const pictureKey = (file: Pick<FileRecord, "folder">, picture: string) => `${file.folder}/${picture}.webp`;
