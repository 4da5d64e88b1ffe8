import { BSONRegExp, Binary, Code, Decimal128, Doc, Double, ObjectId, Timestamp } from "../bson/types.ts";
import type { Numeric, Value } from "../bson/types.ts";
import { writeAscii } from "../bson/ascii.ts";
import { CLASS, classOf, scopeOf } from "./compare.ts";
import { addExact, negateExact, toExact } from "./decimal.ts";
import { toNumber } from "./numbers.ts";

/**
 * Bytes whose memcmp order is MongoDB's order of values: a type class byte, then a body that ends by itself.
 * Two values get the same bytes exactly when MongoDB holds them equal, so keys also carry uniqueness.
 */
class KeyWriter {
  private buffer = Buffer.allocUnsafe(4096);
  private at = 0;

  take(): Buffer {
    const out = Buffer.allocUnsafe(this.at);
    this.buffer.copy(out, 0, 0, this.at);
    this.at = 0;
    return out;
  }

  get position(): number {
    return this.at;
  }

  reset(): void {
    this.at = 0;
  }

  /** Turns the order of everything since `from` round, for descending index fields. */
  invert(from: number): void {
    for (let index = from; index < this.at; index++) this.buffer[index] = 255 - this.buffer[index]!;
  }

  value(value: Value): void {
    const type = classOf(value);
    this.byte(type);
    this.body(value, type);
  }

  private room(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.buffer.length) {
      const bigger = Buffer.allocUnsafe(this.at * 2);
      this.buffer.copy(bigger, 0, 0, start);
      this.buffer = bigger;
    }
    return start;
  }

  private byte(value: number): void {
    const at = this.room(1);
    this.buffer[at] = value;
  }

  /** NUL is the end, so a NUL inside becomes NUL 0xFF, which sorts after the end mark NUL 0x01. */
  private string(text: string): void {
    const from = this.room(text.length);
    if (writeAscii(this.buffer, text, from)) {
      this.raw(END);
      return;
    }
    this.at = from;
    const size = Buffer.byteLength(text);
    if (text.includes("\0")) {
      for (const part of text.split("\0")) {
        this.raw(Buffer.from(part));
        this.raw(ESCAPED);
      }
      this.at -= 2;
    } else {
      const at = this.room(size);
      this.buffer.write(text, at, size, "utf8");
    }
    this.raw(END);
  }

  private raw(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.buffer.set(bytes, at);
  }

  private double(value: number): void {
    const at = this.room(8);
    const { buffer } = this;
    if (Number.isNaN(value)) {
      buffer.fill(0, at, at + 8); // NaN is below minus infinity
      return;
    }
    buffer.writeDoubleBE(value === 0 ? 0 : value, at);
    if (buffer[at]! >= 128) for (let index = at; index < at + 8; index++) buffer[index] = 255 - buffer[index]!;
    else buffer[at]! += 128;
  }

  /**
   * The nearest double, then what it leaves out (long and decimal only), as up to two more doubles: 53 bits each,
   * more than the 113 bits of a 34-digit decimal.
   */
  private number(value: Numeric): void {
    const near = toNumber(value);
    this.double(near);
    if (typeof value === "number" || value instanceof Double) {
      this.byte(0x80);
      return;
    }
    this.rest(value, near);
  }

  private rest(value: bigint | Decimal128, near: number): void {
    let rest = toExact(value);
    if (rest.special !== undefined) {
      this.byte(0x80);
      return;
    }
    // A decimal beyond the doubles stands next to infinity but is smaller in size.
    if (!Number.isFinite(near)) {
      this.byte(near > 0 ? 0x7f : 0x81);
      const digits = rest.coefficient.toString().replace("-", "");
      const power = rest.exponent + digits.length;
      const from = this.at;
      this.double(power);
      this.string(digits.replace(/0+$/, ""));
      if (near < 0) this.invert(from);
      return;
    }
    rest = addExact(rest, negateExact(toExact(near)));
    if (rest.coefficient === 0n) {
      this.byte(0x80);
      return;
    }
    this.byte(rest.coefficient < 0n ? 0x7f : 0x81);
    for (let part = 0; part < 2; part++) {
      const piece = Number(`${rest.coefficient}e${rest.exponent}`);
      this.double(piece);
      rest = addExact(rest, negateExact(toExact(piece)));
    }
  }

  private body(value: Value, type: number): void {
    if (type === CLASS.number) this.number(value as Numeric);
    else if (typeof value === "string") this.string(value);
    else if (typeof value === "boolean") this.byte(value ? 1 : 0);
    else if (value instanceof ObjectId) this.raw(value.id);
    else if (value instanceof Date) this.long(BigInt(value.getTime()) ^ SIGN);
    else if (value instanceof Timestamp) this.long(value.toBigInt());
    else if (Array.isArray(value)) {
      for (const item of value) this.value(item ?? null);
      this.byte(0);
    } else if (value instanceof Binary) {
      const at = this.room(5);
      this.buffer.writeUInt32BE(value.length(), at);
      this.buffer[at + 4] = value.sub_type;
      this.raw(value.value());
    } else if (value instanceof BSONRegExp) {
      this.string(value.pattern);
      this.string(value.options);
    } else if (value instanceof Code) {
      this.string(value.code);
      const scope = scopeOf(value);
      if (scope !== null) this.document(scope);
    } else if (value instanceof Doc) this.document(value);
  }

  private document(value: Doc): void {
    for (const key in value) {
      const inner = value[key];
      if (inner === undefined) continue;
      const type = classOf(inner);
      this.byte(type);
      this.string(key);
      this.body(inner, type);
    }
    this.byte(0);
  }

  private long(value: bigint): void {
    const at = this.room(8);
    this.buffer.writeBigUInt64BE(BigInt.asUintN(64, value), at);
  }
}

const SIGN = 1n << 63n;
const ESCAPED = Uint8Array.of(0, 255);
const END = Uint8Array.of(0, 1);

const writer = new KeyWriter();

export const encodeKey = (value: Value): Buffer => {
  writer.reset();
  writer.value(value);
  return writer.take();
};

/** One compound key; `directions[i]` is 1 or -1. */
export const encodeTuple = (values: readonly Value[], directions: readonly number[]): Buffer => {
  writer.reset();
  for (let index = 0; index < values.length; index++) {
    const from = writer.position;
    writer.value(values[index]);
    if (directions[index] === -1) writer.invert(from);
  }
  return writer.take();
};
