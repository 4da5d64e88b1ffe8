import { randomBytes } from "node:crypto";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { databaseIsEmpty } from "./database.ts";
import type { KeyDoc } from "./key-ring.model.ts";
import { insertKey, keyName, listKeys } from "./key-ring.repo.ts";
import { firstKey, keyPurposes, keysOf, type DataKey, type KeyPurpose, type KeyRing, type Keys } from "./keys.ts";
import type { MasterKey, MasterKeys } from "./master-key.ts";

/** How often every server looks for new and retired keys; a rotation waits three times as long. */
export const KEY_REFRESH_MS = 3000;

export const wrapKey = (master: MasterKey, { purpose, generation, key }: Omit<DataKey, "state">) => ({
  wrapped: encrypt(master.kek, key, keyName(purpose, generation)).toString("base64url"),
  masterKeyId: master.id,
});

/** Null when it is wrapped under a master key we do not have. */
export function unwrapKey(masters: MasterKeys, row: KeyDoc): DataKey | null {
  const master = [masters.current, ...masters.previous].find(({ id }) => id === row.masterKeyId);
  if (!master) return null;
  const { purpose, generation, state } = row;
  const key = decrypt(master.kek, Buffer.from(row.wrapped, "base64url"), keyName(purpose, generation));
  return { purpose, generation, state, key };
}

/**
 * Opens the data keys in the database with the master key. `masters` is called again when a key appears under a master
 * key that was not there at the start. Throws when a key cannot be unwrapped, because nobody should write beside data
 * that cannot be read.
 */
export async function openKeys(masters: () => Promise<MasterKeys>, now: Date): Promise<Keys> {
  return keysOf(await openKeyRing(masters, now));
}

export async function openKeyRing(masters: () => Promise<MasterKeys>, now: Date): Promise<KeyRing> {
  let known = await masters();
  let keys = new Map<string, DataKey>();

  async function refresh(): Promise<void> {
    const rows = await listKeys();
    const next = new Map<string, DataKey>();
    for (const row of rows) {
      const before = keys.get(row._id);
      let key = before ? { ...before, state: row.state } : unwrapKey(known, row);
      if (!key) {
        known = await masters();
        key = unwrapKey(known, row);
      }
      if (!key)
        throw new Error(
          `data key ${row._id} is under master key ${row.masterKeyId}, which is neither MASTER_KEY, MASTER_KEY_PREVIOUS nor a file in keys/`,
        );
      next.set(row._id, key);
    }
    keys = next;
  }

  const all = (purpose: KeyPurpose) => [...keys.values()].filter((key) => key.purpose === purpose);
  await refresh();
  const missing = keyPurposes.filter((purpose) => all(purpose).length === 0);
  if (missing.length > 0) {
    const fresh = await databaseIsEmpty();
    for (const purpose of missing) await insertFirst(known.current, purpose, { fresh, now });
    await refresh();
  }

  return {
    newest(purpose) {
      const writing = all(purpose).filter(({ state }) => state === "writing");
      const newest = writing.toSorted((a, b) => b.generation - a.generation)[0];
      if (!newest) throw new Error(`no ${purpose} key to write under`);
      return newest;
    },
    find: (purpose, generation) => keys.get(keyName(purpose, generation)),
    all,
    refresh,
  };
}

/**
 * The first release encrypted with keys derived from the master key. These become the first data keys, wrapped like all
 * others, so that old data stays readable and the master key can be changed. Later keys are random.
 */
async function insertFirst(
  master: MasterKey,
  purpose: KeyPurpose,
  { fresh, now }: { fresh: boolean; now: Date },
): Promise<void> {
  const key = fresh || purpose === "object" ? randomBytes(32) : firstKey(master.secret, purpose);
  const generation = 1;
  await insertKey({
    purpose,
    generation,
    state: "writing",
    ...wrapKey(master, { purpose, generation, key }),
    createdAt: now,
  });
}
