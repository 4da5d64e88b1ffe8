import { decodeSent } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { Double, isDoc } from "../bson/types.ts";
import type { Doc } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { MAX_RESULT } from "../store/documents.ts";
import { crc32c } from "./crc32c.ts";

/** https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const OP_REPLY = 1;
export const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

export const MAX_MESSAGE = 48_000_000;
export const HEADER = 16;

export interface Request {
  id: number;
  /** OP_QUERY exists only for the first hello of a connection. */
  legacy: boolean;
  /** False for fire-and-forget writes. */
  wantsReply: boolean;
  /** Of the whole message. */
  bytes: number;
  body: Doc;
  /** Document sequences (section kind 1), still in BSON. */
  sequences: Map<string, Buffer[]>;
}

/** A message so malformed that the connection is closed, as mongod does. */
export class ProtocolError extends Error {}

const documentSize = (buffer: Buffer, at: number, end: number): number => {
  if (at + 5 > end) throw new ProtocolError("truncated document");
  const size = buffer.readInt32LE(at);
  if (size < 5 || at + size > end) throw new ProtocolError("document length outside its section");
  if (size > MAX_RESULT)
    throw new MongoError(
      "BSONObjectTooLarge",
      `BSONObj size: ${size} is invalid. Size must be between 0 and ${MAX_RESULT}(16MB)`,
    );
  return size;
};

const parseMessage = (buffer: Buffer, id: number): Request => {
  if (buffer.length < HEADER + 5) throw new ProtocolError("OP_MSG too short");
  const flags = buffer.readUInt32LE(HEADER);
  if ((flags & 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0)
    throw new ProtocolError("unknown required flag bits");
  const end = (flags & CHECKSUM_PRESENT) === 0 ? buffer.length : buffer.length - 4;
  if (end < buffer.length && crc32c(buffer.subarray(0, end)) !== buffer.readUInt32LE(end))
    throw new ProtocolError("checksum does not match contents");
  let at = HEADER + 4;
  let body: Doc | undefined;
  const sequences = new Map<string, Buffer[]>();
  while (at < end) {
    const kind = buffer[at++];
    if (kind === 0) {
      if (body !== undefined) throw new ProtocolError("two body sections");
      const size = documentSize(buffer, at, end);
      body = decodeSent(buffer, at, at + size);
      at += size;
    } else if (kind === 1) {
      if (at + 5 > end) throw new ProtocolError("truncated sequence");
      const sequenceEnd = at + buffer.readInt32LE(at);
      if (sequenceEnd > end || sequenceEnd < at + 5) throw new ProtocolError("sequence length outside the message");
      const nul = buffer.indexOf(0, at + 4);
      if (nul < 0 || nul >= sequenceEnd) throw new ProtocolError("sequence without name");
      const name = buffer.toString("utf8", at + 4, nul);
      if (sequences.has(name)) throw new ProtocolError("two sequences of one name");
      const documents: Buffer[] = [];
      at = nul + 1;
      while (at < sequenceEnd) {
        const size = documentSize(buffer, at, sequenceEnd);
        documents.push(buffer.subarray(at, at + size));
        at += size;
      }
      sequences.set(name, documents);
    } else throw new ProtocolError(`unknown section kind ${kind}`);
  }
  if (body === undefined) throw new ProtocolError("message without body");
  return { id, legacy: false, wantsReply: (flags & MORE_TO_COME) === 0, bytes: buffer.length, body, sequences };
};

/** OP_QUERY is left for the first words of a connection. */
const GREETINGS: ReadonlySet<string> = new Set(["hello", "isMaster", "ismaster"]);

const parseQuery = (buffer: Buffer, id: number): Request => {
  const nul = buffer.indexOf(0, HEADER + 4);
  if (nul < 0 || nul + 9 > buffer.length) throw new ProtocolError("malformed OP_QUERY");
  const at = nul + 9;
  const size = documentSize(buffer, at, buffer.length);
  const body = decodeSent(buffer, at, at + size);
  const inner = body["$query"];
  const command = isDoc(inner) ? inner : body;
  const name = Object.keys(command)[0] ?? "";
  if (!GREETINGS.has(name))
    throw new MongoError(352, `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`);
  command["$db"] = buffer.toString("utf8", HEADER + 4, nul).split(".")[0] ?? "admin";
  return { id, legacy: true, wantsReply: true, bytes: buffer.length, body: command, sequences: new Map() };
};

/** Parses one whole message, its length prefix already checked. */
export const parse = (buffer: Buffer): Request => {
  const id = buffer.readInt32LE(4);
  const opcode = buffer.readInt32LE(12);
  if (opcode === OP_MSG) return parseMessage(buffer, id);
  if (opcode === OP_QUERY) return parseQuery(buffer, id);
  throw new ProtocolError(`unsupported opcode ${opcode}`);
};

let nextId = 1;

const MESSAGE_HEAD = Buffer.from([0, 0, 0, 0, 0]);
const REPLY_HEAD = Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);

/** Larger replies are sent beside their header, not copied behind it: of those there may be one per client at a time. */
const COPIED = 64 * 1024;

/** A reply as it goes over the line, in one piece or two. */
export const frame = (request: Pick<Request, "id" | "legacy">, reply: Buffer): Buffer[] => {
  const head = request.legacy ? REPLY_HEAD : MESSAGE_HEAD;
  const front = HEADER + head.length;
  const whole = reply.length <= COPIED;
  const out = Buffer.allocUnsafe(whole ? front + reply.length : front);
  out.writeInt32LE(front + reply.length, 0);
  out.writeInt32LE((nextId = (nextId + 1) & 0x7fffffff), 4);
  out.writeInt32LE(request.id, 8);
  out.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  head.copy(out, HEADER);
  if (!whole) return [out, reply];
  reply.copy(out, front);
  return [out];
};

/** SQLite's result codes for a disk that is full, or that does not take or give what it should (the low byte of the extended code). */
const DISK_TROUBLE: ReadonlySet<number> = new Set([10, 13]);
const isDiskTrouble = (error: unknown): boolean =>
  error instanceof Error &&
  "errcode" in error &&
  typeof error.errcode === "number" &&
  DISK_TROUBLE.has(error.errcode & 0xff);

export const errorReply = (error: unknown): Buffer => {
  if (error instanceof MongoError) {
    const labels = error.labels.length > 0 ? { errorLabels: error.labels } : {};
    return encode({
      ok: DOUBLE_ZERO,
      errmsg: error.message,
      code: error.code,
      codeName: error.codeName,
      ...error.extra,
      ...labels,
    });
  }
  if (isDiskTrouble(error)) return errorReply(new MongoError("OutOfDiskSpace", "the disk is full or failing"));
  return encode({ ok: DOUBLE_ZERO, errmsg: "internal error", code: 1, codeName: "InternalError" });
};

const DOUBLE_ZERO = new Double(0);
export const OK = new Double(1);
