import {
  BSONRegExp,
  Binary,
  Code,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  INT32_MAX,
  INT32_MIN,
} from "./types.ts";
import { writeAscii } from "./ascii.ts";
import { Long } from "bson";
import { MongoError } from "../errors.ts";

/** Bytes that are already a BSON document; spliced in without decoding. */
export class RawDocument {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

const MAX_DEPTH = 200;

/** Grows by doubling; one instance is reused for all encoding, which is synchronous. */
class Writer {
  private buffer = Buffer.allocUnsafe(64 * 1024);
  private at = 0;

  encode(value: object): Buffer {
    this.at = 0;
    this.document(value, 1);
    const out = Buffer.allocUnsafe(this.at);
    this.buffer.copy(out, 0, 0, this.at);
    // A single huge reply must not pin its memory for the life of the process.
    if (this.buffer.length > 4 * 1024 * 1024) this.buffer = Buffer.allocUnsafe(64 * 1024);
    return out;
  }

  private room(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.buffer.length) {
      const bigger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at));
      this.buffer.copy(bigger, 0, 0, start);
      this.buffer = bigger;
    }
    return start;
  }

  private byte(value: number): void {
    const at = this.room(1);
    this.buffer[at] = value;
  }

  private cstring(text: string): void {
    this.text(text);
    this.byte(0);
  }

  private string(text: string): void {
    const start = this.room(4);
    this.cstring(text);
    this.buffer.writeInt32LE(this.at - start - 4, start);
  }

  private text(text: string): void {
    const at = this.room(text.length);
    if (writeAscii(this.buffer, text, at)) return;
    const size = Buffer.byteLength(text);
    this.room(size - text.length);
    this.buffer.write(text, at, size, "utf8");
  }

  private bytes(value: Uint8Array): void {
    const at = this.room(value.length);
    this.buffer.set(value, at);
  }

  private document(value: object, depth: number): void {
    if (depth > MAX_DEPTH)
      throw new MongoError("Overflow", "BSON document exceeds the maximum nested object depth: 200");
    const start = this.room(4);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.element(String(index), value[index] ?? null, depth);
    } else {
      const fields = value as Record<string, unknown>;
      // JavaScript moves integer-like keys to the front; MongoDB wants _id there.
      const id = depth === 1 ? fields["_id"] : undefined;
      if (id !== undefined) this.element("_id", id, depth);
      for (const key in fields) {
        const inner = fields[key];
        if (inner !== undefined && !(id !== undefined && key === "_id")) this.element(key, inner, depth);
      }
    }
    this.byte(0);
    this.buffer.writeInt32LE(this.at - start, start);
  }

  private head(type: number, name: string): void {
    this.byte(type);
    this.cstring(name);
  }

  private element(name: string, value: unknown, depth: number): void {
    switch (typeof value) {
      case "string":
        this.head(2, name);
        this.string(value);
        return;
      case "number":
        this.number(name, value);
        return;
      case "boolean":
        this.head(8, name);
        this.byte(value ? 1 : 0);
        return;
      case "bigint":
        this.head(18, name);
        this.long(value);
        return;
      default:
        if (value === null || value === undefined) this.head(10, name);
        else this.object(name, value, depth);
    }
  }

  private number(name: string, value: number): void {
    if (Number.isInteger(value) && value <= INT32_MAX && value >= INT32_MIN && !Object.is(value, -0)) {
      this.head(16, name);
      const at = this.room(4);
      this.buffer.writeInt32LE(value, at);
    } else this.double(name, value);
  }

  private double(name: string, value: number): void {
    this.head(1, name);
    const at = this.room(8);
    this.buffer.writeDoubleLE(value, at);
  }

  private long(value: bigint): void {
    const at = this.room(8);
    this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), at);
  }

  private object(name: string, value: object, depth: number): void {
    if (value instanceof ObjectId) {
      this.head(7, name);
      this.bytes(value.id);
    } else if (value instanceof Date) {
      this.head(9, name);
      // Operators refuse dates that JavaScript cannot hold before they get here; to write some other instant would be a
      // lie.
      if (Number.isNaN(value.getTime())) throw new MongoError("Overflow", "date beyond the years -271821 to 275760");
      this.long(BigInt(value.getTime()));
    } else if (Array.isArray(value)) {
      this.head(4, name);
      this.document(value, depth + 1);
    } else if (value instanceof RawDocument) {
      this.head(3, name);
      this.bytes(value.bytes);
    } else if (value instanceof Double) {
      this.double(name, value.value);
    } else if (value instanceof Binary) {
      this.binary(name, value);
    } else if (value instanceof Timestamp) {
      this.head(17, name);
      this.long(value.toBigInt());
    } else if (value instanceof Long) {
      this.head(18, name);
      this.long(value.toBigInt());
    } else if (value instanceof Decimal128) {
      this.head(19, name);
      this.bytes(value.bytes);
    } else if (value instanceof BSONRegExp) {
      this.head(11, name);
      this.cstring(value.pattern);
      this.cstring(value.options);
    } else if (value instanceof Code) this.code(name, value, depth);
    else if (value instanceof MinKey) this.head(255, name);
    else if (value instanceof MaxKey) this.head(127, name);
    else {
      this.head(3, name);
      this.document(value, depth + 1);
    }
  }

  private binary(name: string, value: Binary): void {
    const bytes = value.value();
    this.head(5, name);
    const at = this.room(5);
    const extra = value.sub_type === 2 ? 4 : 0;
    this.buffer.writeInt32LE(bytes.length + extra, at);
    this.buffer[at + 4] = value.sub_type;
    if (extra > 0) {
      const inner = this.room(4);
      this.buffer.writeInt32LE(bytes.length, inner);
    }
    this.bytes(bytes);
  }

  private code(name: string, value: Code, depth: number): void {
    this.head(value.scope === null ? 13 : 15, name);
    if (value.scope === null) {
      this.string(value.code);
      return;
    }
    const start = this.room(4);
    this.string(value.code);
    this.document(value.scope, depth + 1);
    this.buffer.writeInt32LE(this.at - start, start);
  }
}

const writer = new Writer();

/** Encodes a document or array; `undefined` fields are left out. */
export const encode = (value: object): Buffer => writer.encode(value);
