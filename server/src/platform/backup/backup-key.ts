import type { Env } from "../../env.ts";
import { deriveKey } from "../aes-gcm.ts";
import { loadMasterKeys } from "../master-key.ts";

/** Keys of backups: `write` seals new ones, each of `read` may have sealed an older one. */
export interface BackupKeys {
  write: Buffer;
  read: Buffer[];
}

/** BACKUP_KEY when set, else one derived from the master key; earlier master keys still open what was made under them. */
export async function backupKeys(env: Env): Promise<BackupKeys> {
  const own = env.BACKUP_KEY === undefined ? [] : [Buffer.from(env.BACKUP_KEY, "base64")];
  if (own.some((key) => key.length !== 32)) throw new Error("BACKUP_KEY must hold 32 bytes in base64");
  const { current, previous } = await loadMasterKeys(env);
  const derived = deriveKey(current.secret, "backup");
  const earlier = previous.map(({ secret }) => deriveKey(secret, "backup"));
  return { write: own[0] ?? derived, read: [...own, derived, ...earlier] };
}
