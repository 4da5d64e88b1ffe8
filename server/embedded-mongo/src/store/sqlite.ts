import { chmodSync, closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";

type Param = string | number | bigint | Uint8Array | null;
export type Row = Record<string, unknown>;

/** For its owner's eyes alone, also one from before; SQLite gives what it puts beside it (-wal, -shm) the same mode. */
function makePrivate(path: string): void {
  closeSync(openSync(path, "a", 0o600));
  chmodSync(path, 0o600);
}

/** One SQLite connection with its prepared statements. */
export class Connection {
  readonly db: DatabaseSync;
  readonly readOnly: boolean;
  private readonly statements = new Map<string, StatementSync>();

  constructor(path: string, readOnly = false) {
    this.readOnly = readOnly;
    if (!readOnly && path !== ":memory:") makePrivate(path);
    this.db = new DatabaseSync(path, { readOnly });
    this.db.exec("PRAGMA busy_timeout = 5000");
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }

  /** Needed after tables are dropped: a finished statement would keep a reference to them. */
  forget(): void {
    this.statements.clear();
  }

  exec(sql: string): void {
    this.prepare(sql).run();
  }

  run(sql: string, ...params: Param[]): { changes: number; rowid: number } {
    const result = this.prepare(sql).run(...params);
    return { changes: Number(result.changes), rowid: Number(result.lastInsertRowid) };
  }

  get(sql: string, ...params: Param[]): Row | undefined {
    return this.prepare(sql).get(...params);
  }

  /** Reads all rows: a statement left half read could not be used again and would hold a snapshot open. */
  all(sql: string, ...params: Param[]): Row[] {
    return this.prepare(sql).all(...params);
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }
}

export const bytesOf = (value: unknown): Uint8Array => {
  if (value instanceof Uint8Array) return value;
  throw new Error("expected a BLOB");
};

export const numberOf = (value: unknown): number => {
  if (typeof value === "number") return value;
  throw new Error("expected an INTEGER");
};

export const textOf = (value: unknown): string => {
  if (typeof value === "string") return value;
  throw new Error("expected TEXT");
};
