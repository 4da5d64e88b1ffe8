import { MAX_FILE_NAME } from "@fuzhen/shared/files/file.rules.ts";
import { shortenFileName } from "@fuzhen/shared/visible-text.ts";
import type { Message, SendMessageInput } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { saysWhoIsSignedIn } from "@fuzhen/shared/errors.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { Listeners } from "./listeners.ts";
import type { ListedRow, OutboxRow, OutboxStore } from "./outbox-store.ts";
import { serverNow } from "../../../lib/server-clock.ts";

/**
 * sending: being sent or about to be. failed: no answer; retried automatically and by a tap. refused: refused by the
 * server for good.
 */
export type PendingState = "sending" | "failed" | "refused";

export interface PendingMessage extends ListedRow {
  readonly state: PendingState;
  /** Of a picture's upload, 0 to 1; null when none is under way. */
  readonly progress: number | null;
}

export interface OutboxTasks {
  store: OutboxStore;
  /** Sends in the name of the account that wrote the message, or not at all. */
  send(input: SendMessageInput, accountId: string): Promise<Message>;
  /** Uploads a picture, or finds it uploaded; answers its file id. */
  upload(row: OutboxRow, onProgress: (share: number) => void): Promise<string>;
  /** Runs one task at a time across all tabs. */
  inTurn<T>(name: string, run: () => Promise<T>): Promise<T>;
}

const retryMs = [2000, 4000, 8000, 15_000] as const;

/** The server's final refusal of this message, else null: a lost session or a busy server is not about the message. */
function finalCode(error: unknown): ApiError["code"] | null {
  if (!(error instanceof ApiError) || error.retryable) return null;
  return saysWhoIsSignedIn(error.code) ? null : error.code;
}

/**
 * Messages of one account that the server has not acknowledged. Exactly once and in order: a row is removed only after
 * its ack, is retried under the same id until then, and is never overtaken by a later one of the same visit. Pictures
 * are uploaded in parallel and join the queue when done, so texts do not wait for a photo on a slow connection.
 */
export class Outbox {
  readonly accountId: string;
  readonly #tasks: OutboxTasks;
  readonly #listeners = new Listeners();
  readonly #failed = new Set<string>();
  readonly #progress = new Map<string, number>();
  readonly #onSent = new Set<(message: Message) => void>();
  readonly #running = new Map<string, { again: boolean }>();
  #rows: readonly ListedRow[] = [];
  #pending: readonly PendingMessage[] = [];
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(accountId: string, tasks: OutboxTasks) {
    this.accountId = accountId;
    this.#tasks = tasks;
  }

  readonly subscribe = this.#listeners.subscribe;
  readonly getPending = (): readonly PendingMessage[] => this.#pending;

  onSent(run: (message: Message) => void): () => void {
    this.#onSent.add(run);
    return () => void this.#onSent.delete(run);
  }

  /** Adding it again under the same `clientMessageId` is the same message. */
  async addText(consultationId: string, text: string, clientMessageId: string = newRequestKey()): Promise<void> {
    await this.#add(consultationId, { text, image: null }, clientMessageId);
  }

  async addImage(consultationId: string, file: File): Promise<void> {
    const image = {
      uploadKey: newRequestKey(),
      bytes: await file.arrayBuffer(),
      type: file.type,
      name: shortenFileName(file.name, MAX_FILE_NAME),
    };
    await this.#add(consultationId, { text: null, image });
  }

  /** A tap on 未送达. */
  retry(clientMessageId: string): void {
    this.#failed.delete(clientMessageId);
    this.wake();
  }

  /** Takes back what was refused, or has not gone out. */
  async remove(clientMessageId: string): Promise<void> {
    await this.#tasks.store.remove(clientMessageId);
    await this.#reload();
  }

  /** Retries everything at once: the connection is back, a room was entered or the page was opened. */
  wake(): void {
    this.#attempt = 0;
    this.#failed.clear();
    void this.#work();
  }

  /** These were seen in a timeline: the ack was lost, or another tab received it. */
  async settle(clientMessageIds: readonly string[]): Promise<void> {
    const here = this.#rows.filter((row) => clientMessageIds.includes(row.clientMessageId));
    if (here.length === 0) return;
    for (const row of here) await this.#tasks.store.remove(row.clientMessageId);
    await this.#reload();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#rows = [];
    this.#publish();
  }

  async #add(
    consultationId: string,
    content: Pick<OutboxRow, "text" | "image">,
    clientMessageId: string = newRequestKey(),
  ): Promise<void> {
    await this.#tasks.store.append({
      clientMessageId,
      accountId: this.accountId,
      consultationId,
      createdAt: new Date(serverNow()).toISOString(),
      fileId: null,
      refused: null,
      ...content,
    });
    await this.#reload();
    void this.#work();
  }

  async #work(): Promise<void> {
    clearTimeout(this.#timer);
    const [uploaded, sent] = await Promise.all([
      this.#single("upload", () => this.#uploadAll()),
      this.#single("send", () => this.#sendAll()),
    ]);
    if (this.#closed || (uploaded && sent)) return;
    const ms = retryMs[Math.min(this.#attempt, retryMs.length - 1)];
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#work(), ms);
  }

  /**
   * One run at a time in this tab and, through `inTurn`, across all tabs; requested during a run, it runs once more.
   */
  async #single(name: "upload" | "send", run: () => Promise<boolean>): Promise<boolean> {
    const running = this.#running.get(name);
    if (running) {
      running.again = true;
      return true;
    }
    const state = { again: false };
    this.#running.set(name, state);
    try {
      let done: boolean;
      do {
        state.again = false;
        done = await this.#tasks.inTurn(`fuzhen-outbox-${name}-${this.accountId}`, run);
      } while (state.again && !this.#closed);
      return done;
    } catch {
      // The store failed (quota, closed by signing out): retried later; nothing is lost.
      return false;
    } finally {
      this.#running.delete(name);
    }
  }

  /** True when nothing is left that a later attempt could send. */
  async #sendAll(): Promise<boolean> {
    const waiting = new Set<string>();
    while (!this.#closed) {
      await this.#reload();
      const next = this.#rows.find(
        (row) => row.refused === null && (row.text !== null || row.fileId !== null) && !waiting.has(row.consultationId),
      );
      if (!next) break;
      const { clientMessageId, consultationId, text, fileId } = next;
      try {
        const message = await this.#tasks.send(
          {
            clientMessageId,
            consultationId,
            ...(text !== null ? { text } : {}),
            ...(fileId !== null ? { fileId } : {}),
          },
          this.accountId,
        );
        // Added to the timeline before it is removed here, so that the bubble does not flicker.
        for (const tell of this.#onSent) tell(message);
        await this.#tasks.store.remove(clientMessageId);
        this.#failed.delete(clientMessageId);
        this.#attempt = 0;
      } catch (error) {
        await this.#fail(next, error);
        if (finalCode(error) === null) waiting.add(consultationId);
      }
    }
    await this.#reload();
    return waiting.size === 0;
  }

  async #uploadAll(): Promise<boolean> {
    const waiting = new Set<string>();
    while (!this.#closed) {
      await this.#reload();
      const next = this.#rows.find(
        (row) => row.image && row.fileId === null && row.refused === null && !waiting.has(row.clientMessageId),
      );
      if (!next) break;
      const id = next.clientMessageId;
      try {
        const fileId = await this.#tasks.upload(next, (share) => {
          this.#progress.set(id, share);
          this.#publish();
        });
        await this.#tasks.store.change(id, { fileId });
        void this.#single("send", () => this.#sendAll()).then((sent) => {
          if (!sent) void this.#work();
        });
      } catch (error) {
        await this.#fail(next, error);
        waiting.add(id);
      } finally {
        this.#progress.delete(id);
      }
    }
    await this.#reload();
    return this.#rows.every((row) => !waiting.has(row.clientMessageId) || row.refused !== null);
  }

  async #fail(row: OutboxRow, error: unknown): Promise<void> {
    const refused = finalCode(error);
    if (refused) await this.#tasks.store.change(row.clientMessageId, { refused });
    else this.#failed.add(row.clientMessageId);
    await this.#reload();
  }

  async #reload(): Promise<void> {
    const rows = await this.#tasks.store.list(this.accountId);
    if (this.#closed) return;
    this.#rows = rows;
    this.#publish();
  }

  #publish(): void {
    this.#pending = this.#rows.map((row) => ({
      ...row,
      state: row.refused ? "refused" : this.#failed.has(row.clientMessageId) ? "failed" : "sending",
      progress: this.#progress.get(row.clientMessageId) ?? null,
    }));
    this.#listeners.tell();
  }
}
