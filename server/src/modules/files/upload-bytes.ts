import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline, type Transform } from "node:stream";
import type { Ctx } from "../../platform/context.ts";
import { uploadCipher } from "../../platform/upload-cipher.ts";
import { uploadPath } from "./file-places.ts";
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

/** The bytes of an upload as the client sent them. */
export async function* uploadedBytes(ctx: Pick<Ctx, "env" | "keys">, file: Upload): AsyncGenerator<Buffer> {
  const cipher = uploadSeal(ctx, file, 0);
  const local = createReadStream(uploadPath(ctx.env, file.uploadId), { highWaterMark: 262_144 });
  // Either end may fail or stop; the other hears of it through the pipeline, and the reader through the cipher.
  pipeline(local, cipher, () => undefined);
  yield* cipher;
}
