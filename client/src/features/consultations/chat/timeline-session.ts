import { meIn } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { Consultation, Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { quietly } from "../../../lib/quietly.ts";
import type { VisitRoom } from "../room/visit-room.ts";
import { Listeners } from "./listeners.ts";
import { emptyTimeline, gapAfter, hasOlder, mergeMessages, solidEnd, type Timeline } from "./timeline.ts";
import { serverNow } from "../../../lib/server-clock.ts";

type Fetch = (input: {
  consultationId: string;
  afterSeq?: number;
  beforeSeq?: number;
  limit: number;
}) => Promise<{ messages: Message[]; lastSeq: number }>;

const PAGE = 50;
const FILL = 200;
/** Links are valid for ten minutes. Older than this, a fresh one is fetched before the picture is enlarged. */
const LINK_FRESH_MS = 8 * 60_000;

export interface TimelineView {
  readonly state: "loading" | "ready" | "failed";
  readonly error: unknown;
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** Up to this seq no entry is missing. */
  readonly solidEnd: number;
  /** How far this person has seen it. */
  readonly readSeq: number;
  readonly marks: Consultation["marks"] | null;
}

const none = { deliveredSeq: 0, readSeq: 0 };

const raised = (before: Consultation["marks"] | null, now: Consultation["marks"]): Consultation["marks"] => {
  const after = { ...before };
  for (const [id, mark] of Object.entries(now))
    after[id] = {
      deliveredSeq: Math.max(after[id]?.deliveredSeq ?? 0, mark.deliveredSeq),
      readSeq: Math.max(after[id]?.readSeq ?? 0, mark.readSeq),
    };
  return after;
};

/**
 * Keeps one visit's timeline complete while its room is open: loads the newest page, takes live entries, fills gaps,
 * reports read marks.
 */
export class TimelineSession {
  readonly #room: VisitRoom;
  readonly #fetch: Fetch;
  readonly #listeners = new Listeners();
  readonly #undo: (() => void)[] = [];
  readonly #linkAge = new Map<number, number>();
  readonly #refreshing = new Map<number, Promise<void>>();
  #timeline: Timeline = emptyTimeline;
  #state: TimelineView["state"] = "loading";
  #error: unknown = null;
  #loadingOlder = false;
  #filling = false;
  #marks: Consultation["marks"] | null = null;
  #read = 0;
  #told = { deliveredSeq: 0, readSeq: 0 };
  #telling = false;
  #closed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #view: TimelineView;

  constructor(room: VisitRoom, fetch: Fetch) {
    this.#room = room;
    this.#fetch = fetch;
    this.#view = this.#look();
  }

  readonly getView = (): TimelineView => this.#view;
  readonly subscribe = this.#listeners.subscribe;

  /** Can be started again after closing. */
  start(): void {
    this.#closed = false;
    this.#undo.push(
      this.#room.onJoined((visit) => this.#enter(visit)),
      this.#room.on("message:created", (message) => this.take([message])),
      this.#room.on("message:marked", ({ participantId, marks }) => {
        this.#marks = raised(this.#marks, { [participantId]: marks });
        this.#changed();
      }),
      this.#room.on("file:changed", ({ fileId }) => {
        const shown = this.#timeline.messages.find((message) => message.image?.fileId === fileId);
        if (shown) void this.refresh(shown.seq);
      }),
    );
    void this.load();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** Entries from an event, an ack or a page. */
  take(messages: readonly Message[], lastSeq = 0): void {
    this.#timeline = mergeMessages(this.#timeline, messages, lastSeq);
    const now = serverNow();
    for (const message of messages) if (message.image) this.#linkAge.set(message.seq, now);
    this.#changed();
    void this.#fill();
    void this.#tellMarks();
  }

  /** The newest page; also the retry after it failed. */
  async load(): Promise<void> {
    try {
      const page = await this.#ask({ limit: PAGE });
      this.#state = "ready";
      this.#error = null;
      this.take(page.messages, page.lastSeq);
    } catch (error) {
      if (this.#state === "ready") return;
      this.#state = "failed";
      this.#error = error;
      this.#changed();
    }
  }

  async loadOlder(): Promise<void> {
    const first = this.#timeline.messages[0];
    if (!first || this.#loadingOlder || !hasOlder(this.#timeline)) return;
    this.#loadingOlder = true;
    this.#changed();
    try {
      const page = await this.#ask({ beforeSeq: first.seq, limit: PAGE });
      this.#loadingOlder = false;
      this.take(page.messages);
    } catch {
      // The next scroll retries; until then the button is shown.
      this.#loadingOlder = false;
      this.#changed();
    }
  }

  /** Refetches one entry for fresh links to its picture. Simultaneous calls share one request. */
  refresh(seq: number): Promise<void> {
    let running = this.#refreshing.get(seq);
    if (!running) {
      const asked = this.#ask({ afterSeq: seq - 1, limit: 1 }).then((page) => this.take(page.messages));
      // Without new links the picture stays marked as broken, where it is seen.
      running = quietly(asked).finally(() => this.#refreshing.delete(seq));
      this.#refreshing.set(seq, running);
    }
    return running;
  }

  /** Call before enlarging a picture, since its link may be about to expire. */
  freshen(seq: number): Promise<void> {
    const age = serverNow() - (this.#linkAge.get(seq) ?? 0);
    return age < LINK_FRESH_MS ? Promise.resolve() : this.refresh(seq);
  }

  /** This person has read everything up to here. Never goes back. */
  markRead(seq: number): void {
    if (seq <= this.#read) return;
    this.#read = seq;
    this.#changed();
    void this.#tellMarks();
  }

  #ask(part: { afterSeq?: number; beforeSeq?: number; limit: number }) {
    return this.#fetch({ consultationId: this.#room.consultationId, ...part });
  }

  /** Of what happened while we were away only the last seq is known; the gap up to it is fetched. */
  #enter(visit: Consultation): void {
    this.#marks = raised(this.#marks, visit.marks);
    this.#told = { ...none, ...visit.marks[meIn(visit)?.id ?? ""] };
    if (this.#state === "failed") void this.load();
    // Without a first page there is nothing to count a gap from.
    else if (this.#timeline.messages.length > 0) this.take([], visit.lastSeq);
    else this.#changed();
  }

  async #fill(): Promise<void> {
    if (this.#filling || this.#state !== "ready") return;
    this.#filling = true;
    try {
      for (let after = gapAfter(this.#timeline); after !== null && !this.#closed; after = gapAfter(this.#timeline)) {
        const page = await this.#ask({ afterSeq: after, limit: FILL });
        this.#timeline = mergeMessages(this.#timeline, page.messages, page.lastSeq);
        this.#changed();
        // An answer without progress must not be requested again and again.
        if (solidEnd(this.#timeline) <= after) throw new Error("gap not filled");
      }
    } catch {
      clearTimeout(this.#retry);
      if (!this.#closed) this.#retry = setTimeout(() => void this.#fill(), 3000);
    } finally {
      this.#filling = false;
    }
    void this.#tellMarks();
  }

  async #tellMarks(): Promise<void> {
    if (this.#telling || this.#closed) return;
    const end = solidEnd(this.#timeline);
    const wanted = {
      deliveredSeq: Math.max(this.#told.deliveredSeq, end),
      readSeq: Math.max(this.#told.readSeq, Math.min(this.#read, end)),
    };
    if (wanted.deliveredSeq === this.#told.deliveredSeq && wanted.readSeq === this.#told.readSeq) return;
    this.#telling = true;
    try {
      await this.#room.command("message:mark", wanted);
      this.#told = wanted;
    } catch {
      // Marking as read failed. It is sent again with the next new entry, or when the room is entered again.
      this.#telling = false;
      return;
    }
    this.#telling = false;
    void this.#tellMarks();
  }

  #changed(): void {
    if (this.#closed) return;
    this.#view = this.#look();
    this.#listeners.tell();
  }

  #look(): TimelineView {
    return {
      state: this.#state,
      error: this.#error,
      messages: this.#timeline.messages,
      hasOlder: hasOlder(this.#timeline),
      loadingOlder: this.#loadingOlder,
      solidEnd: solidEnd(this.#timeline),
      readSeq: Math.max(this.#read, this.#told.readSeq),
      marks: this.#marks,
    };
  }
}
