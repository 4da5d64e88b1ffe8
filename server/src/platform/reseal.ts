import { decrypt } from "./aes-gcm.ts";
import { isSealed, readSealed, sealUnder, type KeyRing } from "./keys.ts";
import { changeRow, collectionNames, rowsOf } from "./raw-rows.ts";

/** Rows of these are never written again: a chain of hashes goes over them. Facts hold ids, so nothing in them is sealed. */
const appendOnly = new Set(["audit_events"]);

/** Every sealed text of a row, by its path (`judgement.sealedReason`, `reviews.0.sealedAccount`). */
export function* sealedTexts(value: unknown, path = ""): Generator<[path: string, text: string]> {
  if (typeof value === "string") {
    if (isSealed(value)) yield [path, value];
  } else if (Array.isArray(value) || (typeof value === "object" && value !== null && isPlain(value)))
    for (const [key, inner] of Object.entries(value)) yield* sealedTexts(inner, path === "" ? key : `${path}.${key}`);
}

/** A document of the row, not an id, a date or bytes. */
const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;

/**
 * Seals every text of the database anew that is not under the newest field key: whatever slice it belongs to, since the text
 * itself names its place. A row that changes meanwhile is left to the next round. Gives the texts sealed anew.
 */
export async function resealTexts(ring: KeyRing): Promise<{ texts: number; overtaken: number }> {
  const newest = ring.newest("field");
  let texts = 0;
  let overtaken = 0;
  for (const collection of await collectionNames()) {
    if (collection === "keys" || appendOnly.has(collection)) continue;
    for await (const row of rowsOf(collection)) {
      const seen: Record<string, string> = {};
      const set: Record<string, string> = {};
      for (const [path, text] of sealedTexts(row)) {
        const { generation, bind, bytes } = readSealed(text);
        const key = ring.find("field", generation);
        if (generation >= newest.generation || bind === null || !key) continue;
        seen[path] = text;
        set[path] = sealUnder(newest, decrypt(key.key, bytes, bind).toString("utf8"), bind);
      }
      const count = Object.keys(set).length;
      if (count === 0) continue;
      if (await changeRow(collection, row, { seen, set })) texts += count;
      else overtaken++;
    }
  }
  return { texts, overtaken };
}

/** Numbers of the field keys that something in the database is under. */
export async function fieldKeysInUse(): Promise<Set<number>> {
  const used = new Set<number>();
  for (const collection of await collectionNames())
    for await (const row of rowsOf(collection))
      for (const [, text] of sealedTexts(row)) used.add(readSealed(text).generation);
  return used;
}
