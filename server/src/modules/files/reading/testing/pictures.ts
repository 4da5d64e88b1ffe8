import { Readable } from "node:stream";
import { createReadStream, statSync } from "node:fs";
import type { Picture } from "../derive-result.ts";
import type { FileSource } from "../worker-process.ts";

/** A file of the disk as the pool takes it. */
export const sourceOf = (path: string): FileSource => ({
  bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 1,
  read: () => createReadStream(path),
});

export const sourceOfText = (text: string): FileSource => {
  const bytes = Buffer.from(text);
  return { bytes: bytes.length, read: () => Readable.from([bytes], { objectMode: false }) };
};

/** Takes pictures in, by `display-0` and so on. */
export function album() {
  const pictures = new Map<string, Buffer>();
  const keep = async ({ variant, page, data }: Picture) => void pictures.set(`${variant}-${page}`, Buffer.from(data));
  const at = (name: string): Buffer => pictures.get(name) ?? Buffer.alloc(0);
  return { keep, at, names: () => [...pictures.keys()].toSorted() };
}
