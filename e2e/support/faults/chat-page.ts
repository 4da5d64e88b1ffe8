import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { Refusal } from "../../fixtures/client.ts";
import { connect, emit, type Line } from "../../fixtures/socket.ts";
import type { Crowd, Person } from "./crowd.ts";

interface Sent {
  clientMessageId: string;
  text: string;
}

/** Messages sent without waiting for the acks of those before. */
const AT_ONCE = 3;
/** A line answers a command in this time or counts as gone. */
const AGAIN_MS = 50;

/**
 * One side's page as far as the wire knows it: an outbox that outlives a reload, a timeline that does not, a line that is made anew
 * whenever it breaks, with the gap fetched afterwards.
 */
export class ChatPage {
  /** Survives a reload, as IndexedDB does. In the order in which it was written. */
  readonly outbox: Sent[] = [];
  /** Acknowledged, by the client's own id. */
  readonly acknowledged = new Map<string, number>();
  /** Numbers heard twice on one line, and numbers heard after a later one. */
  doubled = 0;
  disordered = 0;
  lines = 0;
  timeline = new Map<number, Message>();
  readonly #crowd: Crowd;
  readonly #person: Person;
  readonly #consultationId: string;
  #line: Line | undefined;
  #closed = false;

  constructor(crowd: Crowd, person: Person, consultationId: string) {
    this.#crowd = crowd;
    this.#person = person;
    this.#consultationId = consultationId;
  }

  /** Writes so many messages, one after the other, and sends them until each is acknowledged. */
  async talk(count: number, name: string): Promise<void> {
    for (let written = 0; written < count || this.outbox.length > 0;) {
      for (; written < count && this.outbox.length < AT_ONCE; written++)
        this.outbox.push({ clientMessageId: randomUUID(), text: `${name} ${written}` });
      await this.#sendAll().catch(() => pause(AGAIN_MS));
    }
  }

  /** The line breaks without a word, as when a phone changes its network. */
  cut(): void {
    this.#line?.io.engine.close();
  }

  /** All that the page knew is gone, but for the outbox. */
  reload(): void {
    this.#line?.disconnect();
    this.#line = undefined;
    this.timeline = new Map();
  }

  /** Ends it when it has all that there is. */
  async close(): Promise<void> {
    await this.#crowd.sure(() => this.#connected());
    await this.#fill();
    this.#closed = true;
    this.#line?.disconnect();
  }

  async #sendAll(): Promise<void> {
    const line = await this.#connected();
    const consultationId = this.#consultationId;
    await Promise.all(
      this.outbox.slice(0, AT_ONCE).map(async (message) => {
        const ack = await emit(line, "message:send", { consultationId, ...message });
        if (!ack.ok) throw new Refusal(ack.problem);
        this.acknowledged.set(message.clientMessageId, ack.data.seq);
        this.outbox.splice(this.outbox.indexOf(message), 1);
        this.#take(ack.data);
      }),
    );
  }

  async #connected(): Promise<Line> {
    if (this.#line?.connected) return this.#line;
    this.#line?.disconnect();
    const { token } = await this.#person.fresh();
    const { socket } = await connect(this.#crowd.url, token);
    let last = 0;
    socket.on("message:created", (message) => {
      if (this.#closed || socket !== this.#line) return;
      if (message.seq === last) this.doubled += 1;
      else if (message.seq < last) this.disordered += 1;
      last = Math.max(last, message.seq);
      this.#take(message);
    });
    this.#line = socket;
    this.lines += 1;
    const joined = await emit(socket, "consultation:join", { consultationId: this.#consultationId });
    if (!joined.ok) throw new Refusal(joined.problem);
    await this.#fill();
    return socket;
  }

  #take(message: Message): void {
    this.timeline.set(message.seq, message);
  }

  /** What came while no line stood. */
  async #fill(): Promise<void> {
    const { api } = await this.#person.fresh();
    for (;;) {
      let afterSeq = 0;
      while (this.timeline.has(afterSeq + 1)) afterSeq += 1;
      const page = await this.#crowd.sure(() =>
        api.consultations.messages({ consultationId: this.#consultationId, afterSeq, limit: 200 }),
      );
      for (const message of page.messages) this.#take(message);
      if (page.messages.length === 0) return;
    }
  }
}
