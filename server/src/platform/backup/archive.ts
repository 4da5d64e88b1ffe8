import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import tar from "tar-stream";
import { z } from "zod";
import type { BackupKeys } from "./backup-key.ts";
import { BackupError } from "./backup-error.ts";
import { opening, sealing } from "./sealed-stream.ts";

const MANIFEST = "manifest.json";

/** The manifest, the archive's last entry; everything before is compared with it. */
const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Rows of each collection. */
  collections: z.record(z.string(), z.number().int()),
  /** Objects that rows ask for and that were not in the store; empty in sound installations. */
  missing: z.array(z.string()),
  entries: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

type Bytes = AsyncIterable<Uint8Array>;
export type AddEntry = (name: string, bytes: number, source: Bytes) => Promise<void>;

/**
 * Writes a compressed and encrypted tar under a temporary name and renames it when everything is on disk. If anything
 * fails (a full disk, say), nothing is left behind.
 */
export async function writeArchive(
  file: string,
  key: Buffer,
  fill: (add: AddEntry) => Promise<Omit<Manifest, "entries">>,
): Promise<Manifest> {
  const draft = `${file}.part`;
  const pack = tar.pack();
  const entries: Manifest["entries"] = [];
  const add: AddEntry = async (name, bytes, source) => {
    const hash = createHash("sha256");
    await pipeline(
      source,
      async function* counted(chunks: Bytes) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      pack.entry({ name, size: bytes, mode: 0o600 }),
    );
    entries.push({ name, bytes, sha256: hash.digest("hex") });
  };
  const filled = async (): Promise<Manifest> => {
    const manifest = { ...(await fill(add)), entries };
    const json = Buffer.from(JSON.stringify(manifest));
    pack.entry({ name: MANIFEST, mode: 0o600 }, json);
    pack.finalize();
    return manifest;
  };
  try {
    const out = createWriteStream(draft, { mode: 0o600, flush: true });
    const written = pipeline(pack, createZstdCompress(), sealing(key), out);
    // Either may be the first to fail: what is read, or where it goes.
    const [manifest] = await Promise.all([
      filled().catch((error: unknown) => {
        pack.destroy(error instanceof Error ? error : new Error("not an error"));
        throw error;
      }),
      written,
    ]);
    await rename(draft, file);
    await syncFolder(path.dirname(file));
    return manifest;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}

/**
 * Reads an archive once and passes each entry on as it is read. Throws a BackupError unless every byte was genuine and
 * nothing is missing; until it resolves, what `take` received is not to be trusted as a whole.
 */
export async function readArchive(
  file: string,
  keys: BackupKeys["read"],
  take: (name: string, source: Bytes) => Promise<void>,
): Promise<Manifest> {
  const extract = tar.extract();
  const seen = new Map<string, string>();
  let manifest: Manifest | null = null;
  const all = async () => {
    for await (const entry of extract) {
      const { name } = entry.header;
      if (name === MANIFEST) {
        manifest = manifestSchema.parse(JSON.parse(await text(entry)));
        continue;
      }
      const hash = createHash("sha256");
      const counted = async function* counted(): AsyncGenerator<Buffer> {
        for await (const chunk of entry as AsyncIterable<Buffer>) {
          hash.update(chunk);
          yield chunk;
        }
      };
      await take(name, counted());
      seen.set(name, hash.digest("hex"));
    }
  };
  await Promise.all([
    pipeline(createReadStream(file), opening(keys), createZstdDecompress(), extract),
    all().catch((error: unknown) => {
      extract.destroy(error instanceof Error ? error : new Error("not an error"));
      throw error;
    }),
  ]);
  return complete(manifest, seen);
}

function complete(manifest: Manifest | null, seen: ReadonlyMap<string, string>): Manifest {
  if (!manifest) throw new BackupError("the backup has no manifest: it is not whole");
  const astray = manifest.entries.filter(({ name, sha256 }) => seen.get(name) !== sha256);
  if (astray.length > 0 || seen.size !== manifest.entries.length)
    throw new BackupError(
      `the backup does not hold what its manifest says: ${astray[0]?.name ?? "entries unknown to it"}`,
    );
  return manifest;
}
