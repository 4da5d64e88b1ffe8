import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { chmod, link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Env } from "../env.ts";
import { deriveKey } from "./aes-gcm.ts";

/** A key-encryption key: it wraps data keys and nothing else. */
export interface MasterKey {
  /** Identifies the key without revealing it. */
  id: string;
  /** As given, 32 bytes. */
  secret: Buffer;
  /** Key-encryption key derived from it, which wraps the data keys. */
  kek: Buffer;
}
export interface MasterKeys {
  current: MasterKey;
  /** Older master keys, still used for unwrapping during a rotation or after an interrupted one. */
  previous: MasterKey[];
}

type Settings = Pick<Env, "DATA_DIR" | "MASTER_KEY" | "MASTER_KEY_PREVIOUS">;

const folderOf = (env: Settings) => path.join(env.DATA_DIR, "keys");
const CURRENT = "master.key";

function masterKey(base64: string, where: string): MasterKey {
  const secret = Buffer.from(base64.trim(), "base64");
  if (secret.length !== 32) throw new Error(`${where} must hold 32 bytes in base64`);
  const id = createHmac("sha256", secret).update("fuzhen:kek-id").digest("hex").slice(0, 16);
  return { id, secret, kek: deriveKey(secret, "kek") };
}

/**
 * The master key from the environment, else from `<dataDir>/keys/master.key`, made on first start. Other `*.key` files there
 * and MASTER_KEY_PREVIOUS are earlier ones.
 */
export async function loadMasterKeys(env: Settings): Promise<MasterKeys> {
  const previous = (env.MASTER_KEY_PREVIOUS ?? "")
    .split(",")
    .filter((text) => text.trim() !== "")
    .map((text) => masterKey(text, "MASTER_KEY_PREVIOUS"));
  const folder = folderOf(env);
  if (!env.MASTER_KEY) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await ensureKeyFile(path.join(folder, CURRENT));
    await chmod(path.join(folder, CURRENT), 0o600);
  }
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".key")).toSorted();
  const files = await Promise.all(
    names.map(async (name) => ({ name, key: masterKey(await readFile(path.join(folder, name), "utf8"), name) })),
  );
  const current = env.MASTER_KEY
    ? masterKey(env.MASTER_KEY, "MASTER_KEY")
    : files.find(({ name }) => name === CURRENT)?.key;
  if (!current) throw new Error(`${CURRENT} is not there`);
  return { current, previous: [...previous, ...files.map(({ key }) => key)].filter(({ id }) => id !== current.id) };
}

/**
 * Written completely or not at all, even after a crash, because a torn key file would lock everybody out. EEXIST when
 * it exists.
 */
async function writeKeyFile(file: string, secret: Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(secret.toString("base64"));
    await handle.sync();
    await link(draft, file);
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  await syncFolder(path.dirname(file));
}

/** Of two processes that create it at once, one writes and the other reads that file. */
async function ensureKeyFile(file: string, secret: Buffer = randomBytes(32)): Promise<void> {
  await writeKeyFile(file, secret).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/**
 * State of a key file rotation: the new key file lies beside the old one until all data keys are wrapped under it, and
 * an interrupted run finds it again. Null when the key comes from the environment and is changed there.
 */
export async function nextMasterKey(env: Settings): Promise<{ key: MasterKey; install(): Promise<void> } | null> {
  if (env.MASTER_KEY) return null;
  const file = path.join(folderOf(env), "next.key");
  await ensureKeyFile(file);
  const key = masterKey(await readFile(file, "utf8"), "next.key");
  return {
    key,
    /** The old file is kept under its id, because older backups need it. */
    async install() {
      const { current } = await loadMasterKeys(env);
      await ensureKeyFile(path.join(folderOf(env), `${current.id}.key`), current.secret);
      await rename(file, path.join(folderOf(env), CURRENT));
      await syncFolder(folderOf(env));
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}
