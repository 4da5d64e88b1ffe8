import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Logger } from "pino";
import type { Env } from "../env.ts";
import type { ByteStore } from "./byte-store.ts";
import { createDiskBytes } from "./disk-bytes.ts";
import { s3Settings } from "./s3-settings.ts";

/** Where an installation keeps its bytes. */
export interface OpenedBytes {
  files: ByteStore;
  /** Pieces of uploads under way. */
  uploads: ByteStore;
  /** Anchors of the audit trail, where every server sees them; null: in a file of DATA_DIR. */
  anchors: ByteStore | null;
}

/**
 * The bucket of `S3_BUCKET`, else folders of DATA_DIR, named alike in both. Amazon's library is loaded with the bucket
 * only. Throws when files still lie in DATA_DIR that the bucket would hide.
 */
export async function openBytes(env: Env, log: Logger): Promise<OpenedBytes> {
  const folder = (name: string) => path.resolve(env.DATA_DIR, name);
  const bucket = s3Settings(env);
  if (!bucket)
    return { files: createDiskBytes(folder("files")), uploads: createDiskBytes(folder("uploads")), anchors: null };
  if ((await readdir(folder("files")).catch(() => [])).length > 0)
    throw new Error(
      "S3_BUCKET is set and DATA_DIR/files holds files: copy them into the bucket, then move the folder away",
    );
  const { createS3Bytes } = await import("./s3-bytes.ts");
  const below = (name: string) => createS3Bytes({ ...bucket, prefix: `${bucket.prefix}${name}/` }, log);
  return { files: below("files"), uploads: below("uploads"), anchors: below("audit") };
}
