import { rm } from "node:fs/promises";
import path from "node:path";
import type { Services } from "../platform/context.ts";
import { inPieces } from "../platform/byte-store.ts";
import { HEADER_BYTES, readHeader } from "../platform/sealed-object.ts";

const COPY = 262_144;

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
    // Opened once for checking and reading, so that it cannot be replaced in between.
    const stored = await base.objects.stored(key);
    if (!stored) continue;
    const bytes = inPieces(stored.read as AsyncIterable<Buffer>, COPY);
    const first = (await bytes.next()).value ?? Buffer.alloc(0);
    if (isSealed(base, key, first.subarray(0, HEADER_BYTES))) {
      stored.read.destroy();
      continue;
    }
    await base.objects.put(key, { size: stored.bytes, source: following(first, bytes) });
    objects++;
  }
  return objects;
}

async function* following(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
