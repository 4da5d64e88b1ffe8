import { createReadStream, createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { newUploadKey, uploadPath, uploadSeal, uploadsFolder } from "../modules/files/index.ts";
import type { Services } from "../platform/context.ts";
import { changeRow, rowsOf } from "../platform/raw-rows.ts";
import { HEADER_BYTES, readHeader } from "../platform/sealed-object.ts";

type Base = Pick<Services, "env" | "keys" | "objects">;

/** What only looks like one of ours, since a stranger uploaded it so, does not open. */
function isSealed({ keys }: Base, key: string, header: Buffer): boolean {
  try {
    return readHeader(keys, key, header) !== null;
  } catch {
    return false;
  }
}

/** The first release kept objects plain. Each is replaced by its encrypted self, whole; a crash in between leaves the rest for the next start. */
export async function encryptObjects(base: Base): Promise<number> {
  // Pictures of a reading that was killed; nothing uses this folder any more.
  await rm(path.resolve(base.env.DATA_DIR, "deriving"), { recursive: true, force: true });
  let objects = 0;
  for await (const key of base.objects.keys()) {
    // One handle for looking and reading: what it shows cannot become the encrypted file in between.
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
 * Uploads under way, which go on where they stopped: the encrypted copy, then the key into the row, then the copy into its
 * place. Cut off after the row, the copy still lies there and takes its place at the next start; before, it is made anew.
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
