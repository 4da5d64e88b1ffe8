import { resolve, join } from "node:path";
import { copyDatabase } from "./server/store.ts";

/**
 * Copies the last committed state of a directory to a new SQLite file, from whatever process, also while a server writes:
 * SQLite itself keeps readers and the writer apart. The file can serve as `data.db` of another directory.
 */
export const snapshotEmbeddedMongo = (dataDir: string, file: string): Promise<void> =>
  copyDatabase(join(resolve(dataDir), "data.db"), file);
