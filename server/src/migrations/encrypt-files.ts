import { createReadStream, createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { newUploadKey, uploadPath, uploadSeal, uploadsFolder } from "../modules/files/index.ts";
import type { Services } from "../platform/context.ts";
import { changeRow, rowsOf } from "../platform/raw-rows.ts";
import { HEADER_BYTES, readHeader } from "../platform/sealed-object.ts";

type Base = Pick<Services, "env" | "keys" | "objects">;

/** A stranger may have uploaded something that looks encrypted; it does not decrypt. */
function isSealed({ keys }: Base, key: string, header: Buffer): boolean {
  try {
    return readHeader(keys, key, header) !== null;
  } catch {
    return false;
  }
}

/**
 * The first release stored objects unencrypted. Each is replaced by its encrypted version in one step; after a crash
 * the next start does the rest.
 */
export async function encryptObjects(base: Base): Promise<number> {
  // Pictures left by a reading that was killed; no release uses this folder any more.
  await rm(path.resolve(base.env.DATA_DIR, "deriving"), { recursive: true, force: true });
  let objects = 0;
  for await (const key of base.objects.keys()) {
    // One file handle for checking and reading, so that the file cannot be replaced in between.
    const file = await open(path.resolve(base.env.DATA_DIR, "files", key), "r");
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
      if (isSealed(base, key, header.subarray(0, bytesRead))) continue;
      const { size } = await file.stat();
      await base.objects.put(key, { size, source: file.createReadStream({ start: 0, autoClose: false }) });
      objects++;
    } finally {
      await file.close();
    }
  }
  return objects;
}

const DRAFT = ".sealed";

/**
 * Uploads under way, which continue where they stopped. Order: write the encrypted copy, store the key in the row, move
 * the copy into place. After a crash behind the row, the copy is moved at the next start; before it, the copy is made
 * again.
 */
export async function encryptUploads(base: Base): Promise<number> {
  let uploads = 0;
  for (const name of await readdir(uploadsFolder(base.env)).catch(() => []))
    if (name.endsWith(DRAFT)) await finishDraft(base, name.slice(0, -DRAFT.length));
  for await (const row of rowsOf("files", { status: "uploading", sealedUploadKey: null })) {
    const file = { id: String(row._id), uploadId: String(row.uploadId), sealedUploadKey: "" };
    file.sealedUploadKey = newUploadKey(base, file.id);
    const local = uploadPath(base.env, file.uploadId);
    const begun = await stat(local).then(
      () => true,
      () => false,
    );
    if (begun)
      await pipeline(
        createReadStream(local),
        uploadSeal(base, file, 0),
        createWriteStream(local + DRAFT, { mode: 0o600, flush: true }),
      );
    const { sealedUploadKey } = file;
    if (await changeRow("files", row, { seen: { sealedUploadKey: null }, set: { sealedUploadKey } })) uploads++;
    if (begun) await rename(local + DRAFT, local);
  }
  return uploads;
}

async function finishDraft({ env }: Base, uploadId: string): Promise<void> {
  const local = uploadPath(env, uploadId);
  for await (const row of rowsOf("files", { uploadId, status: "uploading" }))
    if (typeof row.sealedUploadKey === "string") return rename(local + DRAFT, local);
  await rm(local + DRAFT);
}
