import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Logger } from "pino";
import type { Env } from "./env.ts";
import { migrate } from "./migrations/migrate.ts";
import { dataChecks } from "./modules/data-checks.ts";
import { readArchive, type Manifest } from "./platform/backup/archive.ts";
import { BackupError } from "./platform/backup/backup-error.ts";
import { backupKeys } from "./platform/backup/backup-key.ts";
import { databaseHoldsRows, emptyDatabase, insertPart } from "./platform/backup/dump.ts";
import { runDataChecks, type CheckResult } from "./platform/data-check.ts";
import type { ByteStore } from "./platform/byte-store.ts";
import { openBytes } from "./platform/open-bytes.ts";
import { openDatabase } from "./platform/open-database.ts";
import { createServices } from "./services.ts";

export interface RestoreReport {
  manifest: Manifest;
  /** Findings of check-data in the restored data; it is in place all the same. */
  broken: CheckResult[];
  /** Where the previous data was moved. */
  aside: string | null;
}

/**
 * Restores a backup into an empty DATA_DIR (and, with MONGODB_URI, an empty database). Everything is read, verified and
 * checked in a folder beside it, which is then renamed in one step. Keys already in the folder are kept. With `force`
 * existing data is moved aside, never overwritten. With a bucket, its files must be none as well; they are written there at
 * once. After a failure everything is as before.
 */
export async function restoreBackup(
  { env, log }: { env: Env; log: Logger },
  { from, force }: { from: string; force: boolean },
): Promise<RestoreReport> {
  const target = path.resolve(env.DATA_DIR);
  const there = await readdir(target).catch((): string[] => []);
  const inUse = there.some((name) => name !== "keys");
  if (inUse && !force)
    throw new BackupError(`${target} is not empty: restore into another folder, or with --force to move it aside`);
  // The key must be where it will be used; otherwise a new one would be made, which decrypts nothing.
  if (!env.MASTER_KEY && !there.includes("keys"))
    throw new BackupError(
      `the master key is needed: set MASTER_KEY, or put master.key into ${path.join(target, "keys")} first`,
    );
  const keys = await backupKeys(env);
  const draft = { ...env, DATA_DIR: `${target}.restore-${randomUUID().slice(0, 8)}` };
  await mkdir(draft.DATA_DIR, { recursive: true, mode: 0o700 });
  try {
    if (there.includes("keys"))
      await cp(path.join(target, "keys"), path.join(draft.DATA_DIR, "keys"), { recursive: true });
    const { manifest, broken } = await fill(draft, log, from, keys.read);
    const aside =
      there.length > 0 ? `${target}.before-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}` : null;
    if (aside) await rename(target, aside);
    else await rm(target, { recursive: true, force: true });
    await rename(draft.DATA_DIR, target);
    // The old folder had only keys in it, and those were copied.
    if (aside && !inUse) await rm(aside, { recursive: true });
    return { manifest, broken, aside: inUse ? aside : null };
  } catch (error) {
    await rm(draft.DATA_DIR, { recursive: true, force: true });
    throw error;
  }
}

async function fill(
  env: Env,
  log: Logger,
  from: string,
  keys: Buffer[],
): Promise<{ manifest: Manifest; broken: CheckResult[] }> {
  const database = await openDatabase(env, { create: true });
  try {
    if (await databaseHoldsRows()) throw new BackupError("the database of MONGODB_URI is not empty");
    const { files } = await openBytes(env, log);
    if (await holdsAny(files)) throw new BackupError("the bucket holds files already: restore into another S3_PREFIX");
    try {
      const manifest = await take(files, from, keys);
      const base = await createServices(env, log);
      // A backup of an older release.
      await migrate(base);
      const broken: CheckResult[] = [];
      for await (const result of runDataChecks(
        dataChecks,
        { ...base, pokeOutbox: () => undefined, factsCarried: () => 0, noteAct: async () => undefined },
        { deep: true },
      ))
        if (result.broken.length > 0) broken.push(result);
      await base.limits.close();
      return { manifest, broken };
    } catch (error) {
      await emptyDatabase();
      for await (const key of files.keys()) await files.remove(key);
      throw error;
    }
  } finally {
    await database.close();
  }
}

async function holdsAny(files: ByteStore): Promise<boolean> {
  for await (const _ of files.keys()) return true;
  return false;
}

/** Entries every archive consists of; anything else was not written by us. */
const ENTRY = /^(?:database\/(?<collection>[\w.-]+)\/\d{6}\.bson|objects\/(?<key>.+))$/;

async function take(objects: ByteStore, from: string, keys: Buffer[]): Promise<Manifest> {
  const counts = new Map<string, number>();
  const manifest = await readArchive(from, keys, async (name, source) => {
    const { collection, key } = ENTRY.exec(name)?.groups ?? {};
    if (key) {
      await objects.write(key, source);
      return;
    }
    if (!collection) throw new BackupError(`the backup holds something unknown: ${name}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of source) chunks.push(chunk);
    const rows = await insertPart(collection, Buffer.concat(chunks));
    counts.set(collection, (counts.get(collection) ?? 0) + rows);
  });
  for (const [collection, rows] of Object.entries(manifest.collections))
    if (rows !== (counts.get(collection) ?? 0))
      throw new BackupError(`${collection}: ${counts.get(collection) ?? 0} of ${rows} rows`);
  return manifest;
}
