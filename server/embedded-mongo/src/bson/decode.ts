import { isUtf8 } from "node:buffer";
import { BSONRegExp, Binary, Code, Decimal128, Doc, MaxKey, MinKey, ObjectId, Timestamp, makeDouble } from "./types.ts";
import type { Value } from "./types.ts";
import { MongoError } from "../errors.ts";

/** MongoDB's own limit on nesting. Deeper input is refused before it can exhaust the stack. */
const MAX_DEPTH = 200;

const invalid = (what: string) => new MongoError("InvalidBSON", `Invalid BSON: ${what}`);

/** Types that MongoDB has given up: stored as another one they would come back as something nobody sent. */
const GIVEN_UP: Readonly<Record<number, string>> = { 6: "undefined", 12: "dbPointer", 14: "symbol" };

/** Names of fields come again and again: those met last are kept, each in the place that its bytes give it. */
const LAST_NAME = 1023;
const LONGEST_NAME = 32;
const names: (string | undefined)[] = Array.from({ length: LAST_NAME + 1 });

const notKept = (what: string) =>
  new MongoError("NotImplemented", `${what} cannot be kept as they are by the embedded database`);

/**
 * Own decoder rather than the bson package's: it trusts no length, cuts prototypes, leaves DBRef-shaped documents
 * documents, and keeps int32, int64 and double apart without a wrapper for each number.
 */
class Reader {
  private readonly buffer: Buffer;
  private at: number;
  /**
   * What a client sends is checked more strictly than what is stored, because earlier versions of this package stored
   * more.
   */
  private readonly sent: boolean;

  constructor(buffer: Buffer, at: number, sent: boolean) {
    this.buffer = buffer;
    this.at = at;
    this.sent = sent;
  }

  document(limit: number, depth: number): Doc {
    const end = this.open(limit, depth);
    const out = new Doc();
    for (let type = this.buffer[this.at++]!; type !== 0; type = this.buffer[this.at++]!) {
      const name = this.cstring(end);
      if (this.sent && out[name] !== undefined) throw notKept(`two fields of one name ('${name}')`);
      out[name] = this.value(type, end, depth);
    }
    this.close(end);
    return out;
  }

  private array(limit: number, depth: number): Value[] {
    const end = this.open(limit, depth);
    const out: Value[] = [];
    for (let type = this.buffer[this.at++]!; type !== 0; type = this.buffer[this.at++]!) {
      while (this.buffer[this.at] !== 0) {
        this.at++;
        if (this.at >= end) throw invalid("field name runs past its document");
      }
      this.at++;
      out.push(this.value(type, end, depth));
    }
    this.close(end);
    return out;
  }

  private open(limit: number, depth: number): number {
    if (depth > MAX_DEPTH)
      throw new MongoError("Overflow", "BSON document exceeds the maximum nested object depth: 200");
    if (this.at + 5 > limit) throw invalid("document is truncated");
    const size = this.buffer.readInt32LE(this.at);
    const end = this.at + size;
    if (size < 5 || end > limit || this.buffer[end - 1] !== 0) throw invalid("wrong document length");
    this.at += 4;
    return end;
  }

  private close(end: number): void {
    if (this.at !== end) throw invalid("document ends at the wrong place");
  }

  private need(size: number, end: number): number {
    const start = this.at;
    // The last byte of the enclosing document is its terminator and never part of a value.
    if (size < 0 || start + size > end - 1) throw invalid("value runs past its document");
    this.at = start + size;
    return start;
  }

  private cstring(end: number): string {
    const { buffer } = this;
    const start = this.at;
    let all = 0;
    let hash = 0;
    let at = start;
    for (let byte = buffer[at]!; byte !== 0; byte = buffer[at]!) {
      all |= byte;
      hash = (hash * 31 + byte) | 0;
      if (++at >= end) throw invalid("string runs past its document");
    }
    this.at = at + 1;
    if (all > 127) return this.utf8(start, at);
    if (at - start > LONGEST_NAME) return buffer.toString("latin1", start, at);
    const known = names[hash & LAST_NAME];
    if (known?.length === at - start && this.spells(known, start)) return known;
    return (names[hash & LAST_NAME] = buffer.toString("latin1", start, at));
  }

  private spells(text: string, start: number): boolean {
    for (let index = 0; index < text.length; index++)
      if (text.charCodeAt(index) !== this.buffer[start + index]) return false;
    return true;
  }

  private utf8(start: number, end: number): string {
    const text = this.buffer.toString("utf8", start, end);
    // A replacement character may be genuine; only then pay for the exact check.
    if (text.includes("\uFFFD") && !isUtf8(this.buffer.subarray(start, end))) throw invalid("invalid UTF-8");
    return text;
  }

  private string(end: number): string {
    const size = this.buffer.readInt32LE(this.need(4, end));
    if (size < 1) throw invalid("wrong string length");
    const start = this.need(size, end);
    if (this.buffer[start + size - 1] !== 0) throw invalid("string without terminator");
    return this.utf8(start, start + size - 1);
  }

  private value(type: number, end: number, depth: number): Value {
    const { buffer } = this;
    if (this.sent && type in GIVEN_UP) throw notKept(`values of the type ${GIVEN_UP[type]}`);
    switch (type) {
      case 1:
        return makeDouble(buffer.readDoubleLE(this.need(8, end)));
      case 2:
      case 14: // symbol, deprecated: behaves as a string everywhere
        return this.string(end);
      case 3:
        return this.document(end, depth + 1);
      case 4:
        return this.array(end, depth + 1);
      case 5:
        return this.binary(end);
      case 6: // undefined, deprecated: MongoDB compares it like null
      case 10:
        return null;
      case 7: {
        const start = this.need(12, end);
        return new ObjectId(Buffer.from(buffer.subarray(start, start + 12)));
      }
      case 8: {
        const byte = buffer[this.need(1, end)]!;
        if (byte > 1) throw invalid("boolean is neither 0 nor 1");
        return byte === 1;
      }
      case 9:
        return this.date(buffer.readBigInt64LE(this.need(8, end)));
      case 11: {
        const source = this.cstring(end);
        return new BSONRegExp(source, this.cstring(end));
      }
      case 13:
        return new Code(this.string(end));
      case 15:
        return this.codeWithScope(end, depth);
      case 16:
        return buffer.readInt32LE(this.need(4, end));
      case 17:
        return new Timestamp(buffer.readBigUInt64LE(this.need(8, end)));
      case 18:
        return buffer.readBigInt64LE(this.need(8, end));
      case 19: {
        const start = this.need(16, end);
        return new Decimal128(Buffer.from(buffer.subarray(start, start + 16)));
      }
      case 127:
        return new MaxKey();
      case 255:
        return new MinKey();
      default:
        throw invalid(`unknown type ${type}`);
    }
  }

  private codeWithScope(end: number, depth: number): Code {
    const start = this.need(4, end);
    const size = this.buffer.readInt32LE(start);
    if (size < 14 || start + size > end - 1) throw invalid("wrong length of code with scope");
    // One byte more than its own, as if of a document: values never reach a document's last byte.
    const code = this.string(start + size + 1);
    const scope = this.document(start + size, depth + 1);
    if (this.at !== start + size) throw invalid("code with scope ends at the wrong place");
    return new Code(code, scope);
  }

  private date(milliseconds: bigint): Date {
    const date = new Date(Number(milliseconds));
    if (Number.isNaN(date.getTime())) throw invalid("date beyond the years -271821 to 275760");
    return date;
  }

  private binary(end: number): Binary {
    const size = this.buffer.readInt32LE(this.need(4, end));
    const subType = this.buffer[this.need(1, end)]!;
    const start = this.need(size, end);
    const bytes = Buffer.from(this.buffer.subarray(start, start + size));
    if (subType !== 2) return new Binary(bytes, subType);
    // Subtype 2 repeats its length inside; the encoder writes it back.
    if (size < 4 || bytes.readInt32LE(0) !== size - 4) throw invalid("wrong inner length of binary subtype 2");
    return new Binary(bytes.subarray(4), subType);
  }
}

const read = (bytes: Uint8Array, start: number, limit: number, sent: boolean): Doc => {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return new Reader(buffer, start, sent).document(limit, 1);
  } catch (error) {
    if (error instanceof MongoError) throw error;
    // The value classes check what they are given too, e.g. the options of a regular expression.
    throw invalid(error instanceof Error ? error.message : "unreadable value");
  }
};

/** Decodes the document at `start`, which must not reach past `limit`. */
export const decode = (bytes: Uint8Array, start = 0, limit = bytes.length): Doc => read(bytes, start, limit, false);

/** The same for bytes of a client: what would not come back as it was sent is refused. */
export const decodeSent = (bytes: Uint8Array, start = 0, limit = bytes.length): Doc => read(bytes, start, limit, true);
