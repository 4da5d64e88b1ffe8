import { backup } from "node:sqlite";
import { Catalog } from "../store/catalog.ts";
import type { Collection } from "../store/catalog.ts";
import { integrityErrors } from "../store/check.ts";
import { Documents } from "../store/documents.ts";
import { migrate } from "../store/schema.ts";
import { LogSync } from "../store/log-sync.ts";
import { Connection } from "../store/sqlite.ts";
import { MongoError } from "../errors.ts";

export interface StoreOptions {
  path: string;
  /** Off for throw-away databases of tests only. */
  durable: boolean;
}

/** The database file: one connection that writes, one that reads beside an open transaction. */
export class Store {
  readonly writer: Connection;
  readonly reader: Connection;
  readonly catalog: Catalog;
  readonly documents: Documents;
  readonly path: string;
  private readonly log: LogSync | undefined;
  /** Called after each sync of the log. */
  afterSync: () => void = () => undefined;

  constructor({ path, durable }: StoreOptions) {
    this.path = path;
    this.writer = new Connection(path);
    const { db } = this.writer;
    db.exec("PRAGMA journal_mode = WAL");
    // Checkpoints sync what they need; the log is synced by us, for several commits at once, before they are answered.
    db.exec(`PRAGMA synchronous = ${durable ? "NORMAL" : "OFF"}`);
    // What is deleted or replaced is overwritten: no page of the file keeps what no document says any more.
    db.exec("PRAGMA secure_delete = ON");
    db.exec("PRAGMA temp_store = MEMORY");
    // Not larger: most commits of writes split a page, for which SQLite looks through the whole of its cache.
    db.exec("PRAGMA cache_size = -8000");
    db.exec("PRAGMA foreign_keys = OFF");
    migrate(this.writer);
    this.catalog = new Catalog(this.writer);
    this.documents = new Documents(this.writer, this.catalog);
    this.reader = new Connection(path, true);
    this.reader.db.exec("PRAGMA cache_size = -8000");
    this.log = durable ? new LogSync(`${path}-wal`, () => this.afterSync()) : undefined;
  }

  begin(): void {
    this.writer.exec("BEGIN IMMEDIATE");
  }

  commit(): void {
    this.writer.exec("COMMIT");
    this.catalog.committed();
    this.log?.committed();
  }

  /** Resolves when all that is committed now would outlive a power cut; undefined when it does already. */
  synced(): Promise<void> | undefined {
    return this.log?.synced();
  }

  /** Whether the log is being synced just now. */
  get syncing(): boolean {
    return this.log?.busy ?? false;
  }

  /** What the last sync of the log took. */
  get syncMs(): number {
    return this.log?.lastMs ?? 0;
  }

  rollback(): void {
    // SQLite may have rolled back by itself, e.g. when the disk is full.
    if (this.writer.db.isTransaction) this.writer.exec("ROLLBACK");
    this.catalog.rolledBack(true);
  }

  /** All of `run` or nothing of it, inside the transaction that is open. */
  atomic<T>(run: () => T): T {
    this.writer.exec("SAVEPOINT command");
    try {
      const result = run();
      this.writer.exec("RELEASE command");
      return result;
    } catch (error) {
      if (this.writer.db.isTransaction) {
        this.writer.forget();
        this.writer.exec("ROLLBACK TO command");
        this.writer.exec("RELEASE command");
      }
      this.catalog.rolledBack(false);
      throw error;
    }
  }

  ensure(db: string, name: string): Collection {
    return this.catalog.find(`${db}.${name}`) ?? this.catalog.create(db, name);
  }

  /** What is wrong with the committed data, as `store/check.ts` finds it; an empty list means sound. */
  integrityErrors(only?: string): string[] {
    return integrityErrors(this.reader, only);
  }

  /** Copies the last committed state to a new file while writes go on. */
  backup(target: string): Promise<void> {
    return copyDatabase(this.path, target);
  }

  /** Rewrites the file without what is free in it, and empties the log; gives the bytes saved. Not in a transaction. */
  compact(): number {
    const pages = (): number => Number(this.writer.get("PRAGMA page_count")?.["page_count"]);
    const size = Number(this.writer.get("PRAGMA page_size")?.["page_size"]);
    const before = pages();
    this.writer.db.exec("VACUUM");
    this.writer.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return Math.max(0, before - pages()) * size;
  }

  close(): void {
    this.log?.close();
    this.reader.close();
    this.writer.close();
  }
}

export const copyDatabase = async (path: string, target: string): Promise<void> => {
  const source = new Connection(path, true);
  try {
    // All pages in one step: the copy is one snapshot, and writes in between cannot make it start over.
    await backup(source.db, target, { rate: 0x7fffffff });
  } catch (error) {
    throw new MongoError("OperationFailed", `backup failed: ${error instanceof Error ? error.message : "unknown"}`);
  } finally {
    source.close();
  }
};
