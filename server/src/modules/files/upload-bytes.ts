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

/** The sealed key for the bytes of one upload, as stored in its row. */
export const newUploadKey = ({ keys }: Pick<Ctx, "keys">, fileId: string): string =>
  keys.seal(randomBytes(32).toString("base64"), sealPlace(fileId));

/** Encrypts bytes written at this offset of an upload. */
export function uploadSeal({ keys }: Pick<Ctx, "keys">, file: Upload, offset: number): Transform {
  if (file.sealedUploadKey === null) throw new Error("the upload has been taken in");
  return uploadCipher(Buffer.from(keys.open(file.sealedUploadKey, sealPlace(file.id)), "base64"), offset);
}

/** Writes all bytes of an upload at once; used by the server itself (demo data). */
export async function writeUpload(ctx: Pick<Ctx, "env" | "keys">, file: Upload, bytes: Buffer): Promise<void> {
  await mkdir(uploadsFolder(ctx.env), { recursive: true, mode: 0o700 });
  const sealed = Readable.from([bytes], { objectMode: false }).pipe(uploadSeal(ctx, file, 0));
  await writeFile(uploadPath(ctx.env, file.uploadId), sealed, { mode: 0o600 });
}

/** The bytes of an upload as the client sent them. */
export async function* uploadedBytes(ctx: Pick<Ctx, "env" | "keys">, file: Upload): AsyncGenerator<Buffer> {
  const cipher = uploadSeal(ctx, file, 0);
  const local = createReadStream(uploadPath(ctx.env, file.uploadId), { highWaterMark: 262_144 });
  // Either end may fail or stop: the pipeline closes the other, and the reader sees the error from the cipher.
  pipeline(local, cipher, () => undefined);
  yield* cipher;
}
