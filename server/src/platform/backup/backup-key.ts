import { hkdfSync } from "node:crypto";
import type { Env } from "../../env.ts";
import { loadMasterKey } from "../keys.ts";

/** Keys of backups: `write` seals new ones, all of `read` may have sealed older ones. */
export interface BackupKeys {
  write: Buffer;
  read: Buffer[];
}

const derived = (master: Buffer) => Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), "fuzhen:backup", 32));

/** BACKUP_KEY when set, else one derived from the master key. */
export async function backupKeys(env: Env): Promise<BackupKeys> {
  const own = env.BACKUP_KEY === undefined ? [] : [Buffer.from(env.BACKUP_KEY, "base64")];
  if (own.some((key) => key.length !== 32)) throw new Error("BACKUP_KEY must have 32 bytes");
  const fromMaster = derived(await loadMasterKey(env.DATA_DIR, env.MASTER_KEY));
  return { write: own[0] ?? fromMaster, read: [...own, fromMaster] };
}
