import { once } from "node:events";
import { createConnection } from "node:net";
import type { Socket } from "node:net";
import { deserialize, serialize } from "bson";
import type { Document } from "bson";

/** Speaks the wire protocol by hand, rightly or wrongly, as no driver would. */
export class RawClient {
  readonly socket: Socket;
  private received = Buffer.alloc(0);
  private waiting: (() => void) | undefined;
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.waiting?.();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.closed = true;
      this.waiting?.();
    });
  }

  static async connect(path: string): Promise<RawClient> {
    const socket = createConnection(path);
    await once(socket, "connect");
    return new RawClient(socket);
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next message whole, or undefined when the server closed the connection instead. */
  private async next(): Promise<Buffer | undefined> {
    while (!this.closed && (this.received.length < 4 || this.received.length < this.received.readInt32LE(0)))
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    if (this.received.length < 4) return undefined;
    const size = this.received.readInt32LE(0);
    const message = this.received.subarray(0, size);
    this.received = this.received.subarray(size);
    return message;
  }

  /** The next reply, or undefined when the server closed the connection instead. */
  async reply(): Promise<Document | undefined> {
    const message = await this.next();
    return message === undefined ? undefined : deserialize(message.subarray(21));
  }

  /** The next reply as it stands in its bytes, for those of the old protocol. */
  async replyText(): Promise<string> {
    return (await this.next())?.toString("latin1") ?? "";
  }

  send(command: Document): Promise<Document | undefined> {
    this.write(message(serialize(command)));
    return this.reply();
  }

  close(): void {
    this.socket.destroy();
  }
}

/** An OP_MSG around a body; `lie` is added to the length that the header claims. */
export const message = (body: Uint8Array, { opcode = 2013, flags = 0, kind = 0, lie = 0 } = {}): Buffer => {
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length + lie, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(opcode, 12);
  head.writeUInt32LE(flags, 16);
  head[20] = kind;
  return Buffer.concat([head, body]);
};
