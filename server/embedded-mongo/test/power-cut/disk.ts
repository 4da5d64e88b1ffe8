import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One record of `record.c`. */
interface Operation {
  at: bigint;
  offset: number;
  thread: number;
  /** Written, cut to a length, a sync begun, a sync ended. */
  op: "W" | "T" | "B" | "E";
  file: "data.db" | "data.db-wal";
  data: Buffer;
}

const HEAD = 32;
/** What a disk writes as a whole. */
const SECTOR = 512;

export const readOperations = (path: string): Operation[] => {
  const log = readFileSync(path);
  const operations: Operation[] = [];
  for (let from = 0; from + HEAD <= log.length;) {
    const op = String.fromCharCode(log[from + 24] ?? 0) as Operation["op"];
    const length = op === "W" ? log.readUInt32LE(from + 16) : 0;
    operations.push({
      at: log.readBigUInt64LE(from),
      offset: Number(log.readBigUInt64LE(from + 8)),
      thread: log.readUInt32LE(from + 20),
      op,
      file: log[from + 25] === 1 ? "data.db" : "data.db-wal",
      data: log.subarray(from + HEAD, from + HEAD + length),
    });
    from += HEAD + length;
  }
  return operations;
};

/** A file of the disk: what is safe on it, and what was written since and may be lost. */
class DiskFile {
  private bytes = Buffer.alloc(0);
  private size = 0;
  pending: Operation[] = [];

  private write(offset: number, data: Buffer): void {
    const end = offset + data.length;
    // Grown by more than is needed: a log grows by many small pieces.
    if (end > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(end)]);
    data.copy(this.bytes, offset);
    this.size = Math.max(this.size, end);
  }

  private apply({ op, offset, data }: Operation): void {
    if (op === "W") this.write(offset, data);
    else {
      this.bytes.fill(0, offset);
      this.size = offset;
    }
  }

  settle(count: number): void {
    for (const operation of this.pending.splice(0, count)) this.apply(operation);
  }

  /** What is there after the cut: of each write that no sync covered, any of its sectors. */
  afterCut(keeps: () => boolean): Buffer {
    for (const operation of this.pending) {
      if (operation.op === "T") {
        if (keeps()) this.apply(operation);
        continue;
      }
      for (let from = 0; from < operation.data.length; from += SECTOR)
        if (keeps()) this.write(operation.offset + from, operation.data.subarray(from, from + SECTOR));
    }
    return this.bytes.subarray(0, this.size);
  }
}

/** Puts into `directory` what the disk may hold when the power is cut at that moment. */
export const cutPower = (
  operations: readonly Operation[],
  moment: bigint,
  directory: string,
  { keeps, syncs = true }: { keeps: () => boolean; syncs?: boolean },
): void => {
  const files = { "data.db": new DiskFile(), "data.db-wal": new DiskFile() };
  const begun = new Map<string, number>();
  for (const operation of operations) {
    if (operation.at > moment) break;
    const file = files[operation.file];
    const sync = `${operation.file}/${operation.thread}`;
    if (operation.op === "B") begun.set(sync, file.pending.length);
    else if (operation.op !== "E") file.pending.push(operation);
    else if (syncs) {
      const covered = begun.get(sync) ?? 0;
      file.settle(covered);
      // A sync on another thread that began before has that much less to cover.
      for (const [other, count] of begun)
        if (other.startsWith(`${operation.file}/`)) begun.set(other, Math.max(0, count - covered));
    }
  }
  for (const [name, file] of Object.entries(files)) writeFileSync(join(directory, name), file.afterCut(keeps));
};
