import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";

/** Another process has the directory open. */
export class DirectoryInUse extends Error {
  constructor(directory: string) {
    super(`the database in ${directory} is in use by another process`);
    this.name = "DirectoryInUse";
  }
}

/**
 * One opener per data directory. The lock is an exclusive SQLite transaction on a file of its own: a second opener
 * is refused at once, and the operating system frees it when the holder dies, however it dies.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const db = new DatabaseSync(join(directory, "lock.db"));
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch {
    db.close();
    throw new DirectoryInUse(directory);
  }
  return () => db.close();
};
