import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { deserialize } from "bson";
import { FILES_COLLECTION, objectsOf } from "./modules/files/index.ts";
import { writeArchive, type AddEntry, type Manifest } from "./platform/backup/archive.ts";
import { BackupError } from "./platform/backup/backup-error.ts";
import { backupKeys } from "./platform/backup/backup-key.ts";
import { inParts, liveRow, liveRows } from "./platform/backup/dump.ts";
import { KEYS_COLLECTION } from "./platform/key-ring.model.ts";
import { openSnapshot, type Snapshot } from "./platform/backup/snapshot.ts";
import type { Services } from "./platform/context.ts";
import type { OpenedDatabase } from "./platform/open-database.ts";

export interface BackupReport {
  file: string;
  bytes: number;
  manifest: Manifest;
  /** Older backups that were removed for it. */
  removed: string[];
}

const NAME = /^fuzhen-\d{8}T\d{6}Z\.backup$/;

/** `to` is a file, or a folder (existing, or with a trailing slash) in which the backup is named by its time. */
async function targetOf(to: string, at: Date): Promise<string> {
  const isFolder = to.endsWith("/") || (await stat(to).catch(() => null))?.isDirectory() === true;
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const file = isFolder ? path.join(to, `fuzhen-${stamp}.backup`) : to;
  await mkdir(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  if (await stat(file).catch(() => null)) throw new BackupError(`${file} is there already`);
  return path.resolve(file);
}

/**
 * A copy of database and files as of one moment, while the server goes on working: first a snapshot of the database,
 * then the objects its rows refer to, which never change once written. For an object that was removed since the
 * snapshot, the row's present state is copied instead. The master key is not included.
 */
export async function createBackup(
  { services, database }: { services: Services; database: OpenedDatabase },
  { to, keep }: { to: string; keep: number | null },
): Promise<BackupReport> {
  const { env } = services;
  const at = services.now();
  const file = await targetOf(to, at);
  const { write: key } = await backupKeys(env);
  const snapshot = await openSnapshot(database, env.DATA_DIR);
  try {
    const manifest = await writeArchive(file, key, async (add) => {
      const objects = await addObjects(services, snapshot, add);
      const collections: Manifest["collections"] = {};
      for (const name of snapshot.collections)
        collections[name] = await addCollection(
          name,
          name === KEYS_COLLECTION ? withNewer(snapshot.rows(name)) : snapshot.rows(name),
          name === FILES_COLLECTION ? objects.changed : null,
          add,
        );
      return { format: 1 as const, madeAt: at.toISOString(), collections, missing: objects.missing };
    });
    const { size: bytes } = await stat(file);
    const removed = keep === null ? [] : await removeOlder(path.dirname(file), keep);
    return { file, bytes, manifest, removed };
  } finally {
    await snapshot.close();
  }
}

/** Present state of file rows whose objects were removed since the snapshot; null when the row is gone too. */
type Changed = ReadonlyMap<string, Buffer | null>;
type FileRow = Parameters<typeof objectsOf>[0] & { _id: { toHexString(): string } };

async function addObjects(
  services: Services,
  snapshot: Snapshot,
  add: AddEntry,
): Promise<{ changed: Changed; missing: string[] }> {
  const changed = new Map<string, Buffer | null>();
  const missing: string[] = [];
  if (!snapshot.collections.includes(FILES_COLLECTION)) return { changed, missing };
  for await (const row of snapshot.rows(FILES_COLLECTION)) {
    const file = deserialize(row) as FileRow;
    for (const key of objectsOf(file)) {
      const object = await services.objects.stored(key);
      if (object) {
        await add(`objects/${key}`, object.bytes, object.read);
        continue;
      }
      const now = await liveRow(FILES_COLLECTION, file._id);
      const still = now !== null && objectsOf(deserialize(now) as FileRow).includes(key);
      if (still) missing.push(key);
      else changed.set(file._id.toHexString(), now);
    }
  }
  return { changed, missing };
}

async function addCollection(
  name: string,
  rows: AsyncIterable<Buffer>,
  changed: Changed | null,
  add: AddEntry,
): Promise<number> {
  let count = 0;
  let part = 0;
  for await (const { bytes, rows: more } of inParts(changed ? withChanges(rows, changed) : rows)) {
    await add(`database/${name}/${String(part++).padStart(6, "0")}.bson`, bytes.length, one(bytes));
    count += more;
  }
  return count;
}

/** Adds data keys made since the snapshot, because a rotation may have re-encrypted objects before they were copied. */
async function* withNewer(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const names = new Set<unknown>();
  for await (const row of rows) {
    names.add(deserialize(row)._id);
    yield row;
  }
  for await (const row of liveRows(KEYS_COLLECTION)) if (!names.has(deserialize(row)._id)) yield row;
}

async function* withChanges(rows: AsyncIterable<Buffer>, changed: Changed): AsyncGenerator<Buffer> {
  for await (const row of rows) {
    const now = changed.get((deserialize(row) as FileRow)._id.toHexString());
    if (now === undefined) yield row;
    else if (now !== null) yield now;
  }
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Deletes all but the newest `keep` backups that are named by time; other files are not touched. */
async function removeOlder(folder: string, keep: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
  const old = names.slice(0, Math.max(0, names.length - keep));
  for (const name of old) await rm(path.join(folder, name));
  return old;
}

/** Tells the health page how the last backup went: `DATA_DIR/backup.json`, `{ at, ok, file?, bytes?, missing?, error? }`. */
export async function noteBackup(
  dataDir: string,
  note: { at: string; ok: boolean; file?: string; bytes?: number; missing?: number; error?: string },
): Promise<void> {
  const file = path.join(dataDir, "backup.json");
  await writeFile(`${file}.part`, JSON.stringify(note), { mode: 0o600 });
  await rename(`${file}.part`, file);
}
