/** One version of an object, opened for reading. */
export interface OpenBytes {
  size: number;
  /**
   * Bytes from `start` to `end`, both inclusive, all of the version that was opened. Throws ReplacedError before the
   * first byte when that version is gone and the store keeps no older ones.
   */
  read(start: number, end: number): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** The object was replaced or removed after it was opened: open it again. */
export class ReplacedError extends Error {
  constructor() {
    super("the object was replaced while it was read");
    this.name = "ReplacedError";
  }
}

export type Parts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Stores bytes by key (`ab/cd…/display-0.webp`); what they are, and that they are encrypted, is the caller's. Drivers:
 * a folder (`disk-bytes.ts`) and a bucket (`s3-bytes.ts`), held to the same by `byte-store.test.ts`.
 */
export interface ByteStore {
  /**
   * Atomic and durable when the promise resolves. `onlyOver`: only replaces an existing object, and answers false when
   * it was removed.
   */
  write(key: string, parts: Parts, options?: { onlyOver: boolean }): Promise<boolean>;
  /** Null when there is no such object. */
  open(key: string): Promise<OpenBytes | null>;
  /** An object, or everything below a folder; nothing happens when there is none. */
  remove(key: string): Promise<void>;
  /** All keys, or those below a folder; with `after` only those that sort behind it. */
  keys(folder?: string, after?: string): AsyncIterable<string>;
  /** Deletes what writers left behind that were killed; a writer at work at that moment may fail and tries again. */
  dropUnfinished(): Promise<void>;
}

/** Throws when it is no key of ours: keys become paths. */
export function checkKey(key: string): void {
  if (!/^[a-z0-9][a-z0-9/_.-]*$/.test(key) || key.includes("..")) throw new Error("illegal object key");
}

/**
 * Cuts a stream into pieces of `size` bytes, the last one shorter; none of an empty one. When the source fails, what came
 * before is given out first.
 */
export async function* inPieces(source: Parts, size: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let room = size;
  let fault: { error: unknown } | null = null;
  try {
    for await (const chunk of source) {
      let rest = chunk;
      while (rest.length >= room) {
        const piece = Buffer.concat([...held, rest.subarray(0, room)]);
        rest = rest.subarray(room);
        held = [];
        room = size;
        yield piece;
      }
      if (rest.length > 0) held.push(rest);
      room -= rest.length;
    }
  } catch (error) {
    fault = { error };
  }
  if (held.length > 0) yield Buffer.concat(held);
  if (fault) throw fault.error;
}
