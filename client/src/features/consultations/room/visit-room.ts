import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type {
  ClientCommand,
  CommandInput,
  CommandOutput,
  ServerEvent,
  ServerPayload,
} from "@fuzhen/shared/realtime/events.ts";
import { quietly } from "../../../lib/quietly.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import type { LiveLine } from "../../../realtime/live-line.ts";

const rejoinMs = [500, 1000, 2000, 4000, 8000] as const;

/** Facts about a visit by its id, and those about files, which name none. */
type RoomEvent =
  | { [E in ServerEvent]: ServerPayload<E> extends { consultationId: string } ? E : never }[ServerEvent]
  | "file:changed";

/**
 * This page's membership in the room of one visit. Enters it again after every reconnect, because the server forgets
 * closed sockets. Independent of React; chat and call are built on it.
 */
export class VisitRoom {
  readonly consultationId: string;
  readonly #openLine: () => Promise<LiveLine>;
  #line: LiveLine | null = null;
  #joined: Consultation | null = null;
  #refused: unknown = null;
  #run = 0;
  #life = 0;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #undo: (() => void)[] = [];
  readonly #handlers = new Map<string, Set<(payload: never) => void>>();
  readonly #onJoined = new Set<(visit: Consultation) => void>();
  readonly #onChange = new Set<() => void>();

  constructor(consultationId: string, openLine: () => Promise<LiveLine>) {
    this.consultationId = consultationId;
    this.#openLine = openLine;
  }

  /** The visit as it was on entering, its call as it is now; null while outside. */
  get joined(): Consultation | null {
    return this.#joined;
  }

  /** Why the server refuses entry; null while it may still be granted. */
  readonly getRefusal = (): unknown => this.#refused;
  readonly isJoined = (): boolean => this.#joined !== null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#onChange.add(listener);
    return () => void this.#onChange.delete(listener);
  };

  /** May be started again after it was closed. */
  async start(): Promise<void> {
    this.#closed = false;
    this.#life += 1;
    const life = this.#life;
    const line = await this.#openLine();
    if (this.#closed || life !== this.#life) return;
    this.#line = line;
    for (const event of this.#handlers.keys()) this.#listen(line, event);
    this.#undo.push(
      line.onUp(() => void this.#join(line)),
      line.onDown(() => this.#leftBehind()),
      // Asks to enter again; the server's answer says why it refuses.
      line.on("consultation:left", ({ consultationId }) => {
        if (consultationId !== this.consultationId) return;
        this.#leftBehind();
        void this.#join(line);
      }),
      line.on("call:changed", ({ consultationId, call }) => {
        if (this.#joined && consultationId === this.consultationId) this.#joined = { ...this.#joined, call };
      }),
    );
    if (line.connected()) await this.#join(line);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const undo of this.#undo.splice(0)) undo();
    // A line that is down has left the room already.
    if (this.#joined && this.#line) void quietly(this.#line.send("consultation:leave", this.#here()));
    this.#line = null;
    this.#refused = null;
    this.#leftBehind();
  }

  /** Every time the room was entered, the first time and after each reconnect; at once when it is entered already. */
  onJoined(run: (visit: Consultation) => void): () => void {
    this.#onJoined.add(run);
    if (this.#joined) run(this.#joined);
    return () => void this.#onJoined.delete(run);
  }

  /** A fact about this visit and no other; of files also those of elsewhere. */
  on<E extends RoomEvent>(event: E, handle: (payload: ServerPayload<E>) => void): () => void {
    let handlers = this.#handlers.get(event);
    if (!handlers) {
      handlers = new Set();
      this.#handlers.set(event, handlers);
      if (this.#line) this.#listen(this.#line, event);
    }
    handlers.add(handle);
    return () => void handlers.delete(handle);
  }

  /** Sends a command of this visit; outside the room it rejects at once, as a lost line does (TypeError). */
  async command<C extends ClientCommand>(
    name: C,
    input: Omit<CommandInput<C>, "consultationId">,
  ): Promise<CommandOutput<C>> {
    const before = this.#run;
    // Never emit while disconnected: Socket.IO would queue it and send it before the room is entered again.
    if (!this.#line || !this.#joined || !this.#line.connected()) throw new TypeError(`${name}: not in the room`);
    try {
      return await this.#line.send(name, { ...input, consultationId: this.consultationId } as CommandInput<C>);
    } catch (error) {
      // The socket was replaced in the meantime: a refusal for the new one, which had not entered yet, says nothing
      // about us.
      if (error instanceof ApiError && error.code === "forbidden" && (before !== this.#run || !this.#joined))
        throw new TypeError(`${name}: room changed`, { cause: error });
      throw error;
    }
  }

  #here(): { consultationId: string } {
    return { consultationId: this.consultationId };
  }

  #listen(line: LiveLine, event: string): void {
    const name = event as RoomEvent;
    this.#undo.push(
      line.on(name, (payload) => {
        if ("consultationId" in payload && payload.consultationId !== this.consultationId) return;
        for (const handle of this.#handlers.get(name) ?? []) handle(payload as never);
      }),
    );
  }

  #leftBehind(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#joined = null;
    this.#changed();
  }

  async #join(line: LiveLine, attempt = 0): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    clearTimeout(this.#timer);
    const stale = () => this.#closed || run !== this.#run;
    try {
      const visit = await line.send("consultation:join", this.#here());
      if (stale()) return;
      this.#joined = visit;
      this.#refused = null;
      this.#changed();
      for (const joined of this.#onJoined) joined(visit);
    } catch (error) {
      if (stale()) return;
      if (error instanceof ApiError && !error.retryable) {
        this.#refused = error;
        this.#changed();
        return;
      }
      const ms = rejoinMs[Math.min(attempt, rejoinMs.length - 1)];
      this.#timer = setTimeout(() => {
        if (!stale() && line.connected()) void this.#join(line, attempt + 1);
      }, ms);
    }
  }

  #changed(): void {
    for (const listener of this.#onChange) listener();
  }
}
