import { createReadStream } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { takeBytes } from "../modules/files/index.ts";
import type { Services } from "../platform/context.ts";
import { changeRow, rowsOf, type RawRow } from "../platform/raw-rows.ts";
import { uploadCipher } from "./upload-cipher.ts";

type Base = Pick<Services, "env" | "keys" | "uploads">;

/** An encrypted copy that the release before was still making of a plain upload when it was killed. */
const DRAFT = ".sealed";

/**
 * Uploads under way, one file each: encrypted by a key in the row, in the first release plain. They become pieces and
 * continue where they stopped. After a crash the pieces are written again.
 */
export async function moveUploads(base: Base): Promise<number> {
  const folder = path.resolve(base.env.DATA_DIR, "uploads");
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = new Set(found.filter((entry) => entry.isFile()).map(({ name }) => name));
  let uploads = 0;
  for (const name of names) {
    if (name.endsWith(DRAFT)) continue;
    for await (const row of rowsOf("files", { uploadId: name, status: "uploading" })) {
      const cipher = cipherOf(base, row);
      const drafted = cipher !== null && names.has(name + DRAFT);
      const local = createReadStream(path.join(folder, drafted ? name + DRAFT : name));
      await takeBytes(base, { uploadId: name }, 0, cipher ? through(local, cipher) : local);
      // The file goes before its key: after a crash between the two it would be taken for a plain one.
      for (const done of [name, name + DRAFT]) await rm(path.join(folder, done), { force: true });
      await changeRow("files", row, { seen: {}, set: { sealedUploadKey: null } });
      uploads++;
    }
  }
  for (const name of names) await rm(path.join(folder, name), { force: true });
  return uploads;
}

function cipherOf({ keys }: Base, { _id, sealedUploadKey }: RawRow) {
  if (typeof sealedUploadKey !== "string") return null;
  return uploadCipher(Buffer.from(keys.open(sealedUploadKey, `file:${String(_id)}:upload-key`), "base64"));
}

async function* through(
  source: AsyncIterable<Buffer>,
  cipher: ReturnType<typeof uploadCipher>,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield cipher.update(chunk);
}
