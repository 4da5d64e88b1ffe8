import { decrypt } from "./aes-gcm.ts";
import { isSealed, readSealed, sealUnder, type KeyRing } from "./keys.ts";
import { changeRow, collectionNames, rowsOf, type RawRow } from "./raw-rows.ts";

/**
 * Collections that are never rewritten, because a chain of hashes runs over their rows. They contain ids only, so
 * nothing in them is encrypted.
 */
const appendOnly = new Set(["audit_events"]);

/** Every sealed text of a row, by its path (`judgement.sealedReason`, `reviews.0.sealedAccount`). */
export function* sealedTexts(value: unknown, path = ""): Generator<[path: string, text: string]> {
  if (typeof value === "string") {
    if (isSealed(value)) yield [path, value];
  } else if (Array.isArray(value) || (typeof value === "object" && value !== null && isPlain(value)))
    for (const [key, inner] of Object.entries(value)) yield* sealedTexts(inner, path === "" ? key : `${path}.${key}`);
}

/** Whether it is a nested document, not an id, date or binary. */
const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;

/**
 * Re-encrypts every text in the database that is not under the newest field key. It needs no knowledge of the modules,
 * since each text contains its seal context. A row that changes at the same time is left for the next round. Answers
 * how many texts were re-encrypted.
 */
export async function resealTexts(ring: KeyRing): Promise<{ texts: number; overtaken: number }> {
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  let texts = 0;
  let overtaken = 0;
  for (const collection of await collectionNames()) {
    if (collection === "keys" || appendOnly.has(collection)) continue;
    for await (const row of rowsOf(collection)) {
      const change = sealedAnew(ring, row);
      const count = Object.keys(change.set).length;
      if (count === 0) continue;
      const write = changeRow(collection, row, change)
        .then(
          (changed) => void (changed ? (texts += count) : overtaken++),
          (error: unknown) => void faults.push(error),
        )
        .finally(() => running.delete(write));
      running.add(write);
      // Parallel writes share a commit; only a few rows are in memory.
      if (running.size >= AT_ONCE) await Promise.race(running);
      if (faults.length > 0) break;
    }
  }
  await Promise.all(running);
  if (faults.length > 0) throw faults[0];
  return { texts, overtaken };
}

const AT_ONCE = 32;

/** The texts of a row under an older key: as they are, and re-encrypted. */
function sealedAnew(ring: KeyRing, row: RawRow): { seen: Record<string, string>; set: Record<string, string> } {
  const newest = ring.newest("field");
  const seen: Record<string, string> = {};
  const set: Record<string, string> = {};
  for (const [path, text] of sealedTexts(row)) {
    const { generation, bind, bytes } = readSealed(text);
    const key = ring.find("field", generation);
    if (generation >= newest.generation || bind === null || !key) continue;
    seen[path] = text;
    set[path] = sealUnder(newest, decrypt(key.key, bytes, bind).toString("utf8"), bind);
  }
  return { seen, set };
}

/** Numbers of the field keys still in use in the database. */
export async function fieldKeysInUse(): Promise<Set<number>> {
  const used = new Set<number>();
  for (const collection of await collectionNames())
    for await (const row of rowsOf(collection))
      for (const [, text] of sealedTexts(row)) used.add(readSealed(text).generation);
  return used;
}
