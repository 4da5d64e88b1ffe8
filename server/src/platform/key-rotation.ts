import { randomBytes } from "node:crypto";
import type { Env } from "../env.ts";
import { DAY_MS } from "@fuzhen/shared/time.ts";
import { unwrapKey, wrapKey } from "./key-ring.ts";
import type { KeyDoc } from "./key-ring.model.ts";
import { deleteKey, insertKey, listKeys, markDrained, retireBefore, rewrapKey, startWriting } from "./key-ring.repo.ts";
import type { KeyPurpose, KeyRing } from "./keys.ts";
import { loadMasterKeys, nextMasterKey } from "./master-key.ts";
import type { ObjectStore } from "./object-store.ts";
import { fieldKeysInUse, resealTexts } from "./reseal.ts";

const HOUR_MS = 3_600_000;
/** `lookup` never changes: see keys.ts. */
const rotating = ["field", "object", "audit", "access-token", "refresh-token", "file-link"] as const;
/** Purposes whose data is in rows and files and has to be re-encrypted. */
const drained: readonly KeyPurpose[] = ["field", "object"];
/** For the other purposes: how long anything signed is valid at most (a patient's session, 30 days). */
const goodFor: Partial<Record<KeyPurpose, number>> = {
  "access-token": HOUR_MS,
  "file-link": HOUR_MS,
  "refresh-token": 31 * DAY_MS,
};

export interface Rotation {
  env: Env;
  ring: KeyRing;
  /** Every store whose objects are sealed under object keys. */
  stores: readonly ObjectStore[];
  now: () => Date;
  /** Resolves when every running server has learnt of the present keys. */
  spread: () => Promise<void>;
}

const nameOf = ({ _id }: KeyDoc) => _id;
const unfinished = (rows: readonly KeyDoc[]) =>
  rows.filter(({ purpose, state, retiredAt }) => drained.includes(purpose) && state === "retired" && !retiredAt);

/**
 * Makes new data keys: first announces them to all servers, then switches writing over, after which nobody writes under
 * the old ones. Continues an interrupted run: announced keys are used, and no newer ones are made while data is left
 * under old ones.
 */
export async function makeDataKeys({ env, ring, now, spread }: Rotation): Promise<string[]> {
  if (unfinished(await listKeys()).length > 0) return [];
  const { current } = await loadMasterKeys(env);
  for (const purpose of rotating) {
    const generation =
      1 + Math.max(...(await listKeys()).filter((row) => row.purpose === purpose).map((row) => row.generation));
    if ((await listKeys()).some((row) => row.purpose === purpose && row.state === "announced")) continue;
    const key = randomBytes(32);
    const wrapped = wrapKey(current, { purpose, generation, key });
    await insertKey({ purpose, generation, state: "announced", ...wrapped, createdAt: now() });
  }
  await spread();
  const announced = (await listKeys()).filter(({ state }) => state === "announced");
  for (const row of announced) await startWriting(row);
  for (const { purpose, generation } of announced)
    await retireBefore(purpose, generation, { at: drained.includes(purpose) ? null : now() });
  await spread();
  await ring.refresh();
  return announced.map(nameOf);
}

/** Re-encrypts everything under the newest keys. Idempotent; `failed` lists the keys of objects that cannot be read. */
export async function drainOldKeys({ ring, stores, now }: Rotation) {
  let texts = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const done = await resealTexts(ring);
    texts += done.texts;
    if (done.overtaken === 0) break;
  }
  let renewed = 0;
  const failed: string[] = [];
  for (const store of stores)
    for await (const key of store.keys())
      await store.renewKey(key).then(
        (changed) => void (renewed += changed ? 1 : 0),
        () => void failed.push(key),
      );
  const left = await fieldKeysInUse();
  for (const row of unfinished(await listKeys())) {
    const empty = row.purpose === "field" ? !left.has(row.generation) : failed.length === 0;
    if (empty) await markDrained(row, now());
  }
  return { texts, objects: renewed, failed, left: unfinished(await listKeys()).map(nameOf) };
}

const MAX_ROUNDS = 5;

/**
 * Deletes keys that no data uses, after checking once more for late writes. Older backups contain the keys they need.
 * Keys of the audit trail stay, because its tags are never renewed.
 */
export async function dropOldKeys(rotation: Rotation): Promise<string[]> {
  const { now } = rotation;
  const { failed } = await drainOldKeys(rotation);
  const inUse = await fieldKeysInUse();
  const dropped: string[] = [];
  for (const row of await listKeys()) {
    if (row.state !== "retired" || !row.retiredAt) continue;
    const age = now().getTime() - row.retiredAt.getTime();
    const over =
      row.purpose === "field"
        ? !inUse.has(row.generation)
        : row.purpose === "object"
          ? failed.length === 0
          : age > (goodFor[row.purpose] ?? Number.POSITIVE_INFINITY);
    if (!over) continue;
    await deleteKey(row);
    dropped.push(row._id);
  }
  return dropped;
}

/**
 * Wraps all data keys under the newest master key: a new key file, which then replaces the old one, or MASTER_KEY when
 * set. After an interruption both keys exist, and the next run finishes.
 */
export async function rotateMasterKey({ env }: Pick<Rotation, "env">): Promise<{ keys: number; masterKeyId: string }> {
  const next = await nextMasterKey(env);
  const masters = await loadMasterKeys(env);
  const target = next?.key ?? masters.current;
  let keys = 0;
  for (const row of await listKeys()) {
    if (row.masterKeyId === target.id) continue;
    const key = unwrapKey(masters, row);
    if (!key) throw new Error(`data key ${row._id} is under master key ${row.masterKeyId}, which is not here`);
    await rewrapKey(row, wrapKey(target, key));
    keys++;
  }
  await next?.install();
  return { keys, masterKeyId: target.id };
}
