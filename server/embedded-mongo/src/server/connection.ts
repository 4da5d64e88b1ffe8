import type { Socket } from "node:net";
import { MongoError } from "../errors.ts";
import type { Engine } from "./engine.ts";
import { HEADER, MAX_MESSAGE, OP_QUERY, ProtocolError, errorReply, frame, parse } from "./wire.ts";
import type { Request } from "./wire.ts";

export interface ConnectionLimits {
  /** A message that has begun must be complete by then, and a reply must have been taken. */
  stallMs: number;
}

/** Reads on only while little is waiting, so that a client cannot make the server hold its data. */
const READ_AHEAD = 1024 * 1024;

/** One client: whole messages in, one at a time, replies out in order. */
export class ClientConnection {
  private readonly socket: Socket;
  private readonly engine: Engine;
  private readonly id: number;
  private readonly limits: ConnectionLimits;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private busy = false;
  private stall: NodeJS.Timeout | undefined;

  constructor(socket: Socket, engine: Engine, id: number, limits: ConnectionLimits) {
    this.socket = socket;
    this.engine = engine;
    this.id = id;
    this.limits = limits;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.receive(chunk));
    // Nothing to do here: the close that follows an error does it all.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.clearStall();
      this.chunks = [];
      this.buffered = 0;
      engine.disconnected(id);
    });
  }

  private receive(chunk: Buffer | string): void {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    this.chunks.push(bytes);
    this.buffered += bytes.length;
    if (this.busy && this.buffered > READ_AHEAD) this.socket.pause();
    this.advance();
  }

  /** Starts on the next message if it is complete and nothing else is being answered. */
  private advance(): void {
    if (this.busy || this.socket.destroyed) return;
    if (this.buffered === 0) {
      this.clearStall();
      return;
    }
    const size = this.buffered < 4 ? undefined : this.peekSize();
    if (size !== undefined && (size < HEADER || size > MAX_MESSAGE)) {
      this.socket.destroy();
      return;
    }
    if (size === undefined || this.buffered < size) {
      this.stall ??= setTimeout(() => this.socket.destroy(), this.limits.stallMs).unref();
      this.socket.resume();
      return;
    }
    this.clearStall();
    this.busy = true;
    void this.answer(this.take(size));
  }

  private peekSize(): number {
    const first = this.chunks[0]!;
    return first.length >= 4 ? first.readInt32LE(0) : Buffer.concat(this.chunks, 4).readInt32LE(0);
  }

  private take(size: number): Buffer {
    const first = this.chunks[0]!;
    const whole = first.length >= size ? first : Buffer.concat(this.chunks);
    if (whole !== first) this.chunks = [whole];
    if (whole.length === size) this.chunks.shift();
    else this.chunks[0] = whole.subarray(size);
    this.buffered -= size;
    return whole.subarray(0, size);
  }

  private async answer(message: Buffer): Promise<void> {
    try {
      const reply = await this.reply(message);
      if (reply !== undefined && !this.socket.destroyed) await this.send(reply);
    } catch {
      this.socket.destroy();
    }
    this.busy = false;
    if (this.socket.destroyed) return;
    this.socket.resume();
    this.advance();
  }

  private async reply(message: Buffer): Promise<Buffer[] | undefined> {
    let request: Request;
    try {
      request = parse(message);
    } catch (error) {
      if (error instanceof ProtocolError || !(error instanceof MongoError)) throw error;
      const stub = { id: message.readInt32LE(4), legacy: message.readInt32LE(12) === OP_QUERY };
      return frame(stub, errorReply(error));
    }
    const body = await this.engine.execute(request, this.id);
    return request.wantsReply ? frame(request, body) : undefined;
  }

  /** Waits until the client has taken the reply; one that does not within the limit is cut off. */
  private send(reply: Buffer[]): Promise<void> {
    if (reply.length > 1) this.socket.cork();
    for (const piece of reply) this.socket.write(piece);
    if (reply.length > 1) this.socket.uncork();
    if (!this.socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.socket.destroy(), this.limits.stallMs).unref();
      const done = () => {
        clearTimeout(timer);
        this.socket.off("drain", done);
        this.socket.off("close", done);
        resolve();
      };
      this.socket.on("drain", done);
      this.socket.on("close", done);
    });
  }

  private clearStall(): void {
    clearTimeout(this.stall);
    this.stall = undefined;
  }

  destroy(): void {
    this.socket.destroy();
  }
}
