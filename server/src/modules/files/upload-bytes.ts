import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { pipeline, Readable, type Transform } from "node:stream";
import type { Ctx } from "../../platform/context.ts";
import { uploadCipher } from "../../platform/upload-cipher.ts";
import { uploadPath, uploadsFolder } from "./file-places.ts";
import type { FileRecord } from "./file.repo.ts";

type Upload = Pick<FileRecord, "id" | "uploadId" | "sealedUploadKey">;

const sealPlace = (fileId: string) => `file:${fileId}:upload-key`;

/** A key for the bytes of one upload, as its row holds it. */
export const newUploadKey = ({ keys }: Pick<Ctx, "keys">, fileId: string): string =>
  keys.seal(randomBytes(32).toString("base64"), sealPlace(fileId));

/** Encrypts what is written at that place of an upload. */
export function uploadSeal({ keys }: Pick<Ctx, "keys">, file: Upload, offset: number): Transform {
  if (file.sealedUploadKey === null) throw new Error("the upload has been taken in");
  return uploadCipher(Buffer.from(keys.open(file.sealedUploadKey, sealPlace(file.id)), "base64"), offset);
}

/** Takes in all bytes of an upload at once, for work of the house itself (demo data). */
export async function writeUpload(ctx: Pick<Ctx, "env" | "keys">, file: Upload, bytes: Buffer): Promise<void> {
  await mkdir(uploadsFolder(ctx.env), { recursive: true, mode: 0o700 });
  const sealed = Readable.from([bytes], { objectMode: false }).pipe(uploadSeal(ctx, file, 0));
  await writeFile(uploadPath(ctx.env, file.uploadId), sealed, { mode: 0o600 });
}

/** The bytes of an upload as the client sent them. */
export async function* uploadedBytes(ctx: Pick<Ctx, "env" | "keys">, file: Upload): AsyncGenerator<Buffer> {
  const cipher = uploadSeal(ctx, file, 0);
  const local = createReadStream(uploadPath(ctx.env, file.uploadId), { highWaterMark: 262_144 });
  // Either end may fail or stop; the other hears of it through the pipeline, and the reader through the cipher.
  pipeline(local, cipher, () => undefined);
  yield* cipher;
}
