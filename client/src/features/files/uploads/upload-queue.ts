import { MAX_FILE_NAME } from "@fuzhen/shared/files/file.rules.ts";
import { shortenFileName } from "@fuzhen/shared/visible-text.ts";
import type { FileInfo } from "@fuzhen/shared/files/file.schema.ts";
import { newRequestKey } from "../../../lib/api/request-key.ts";
import { KEPT_FOR_OTHERS_MS } from "../../../lib/forget-rows.ts";
import { quietly } from "../../../lib/quietly.ts";
import type { SignOutReason } from "../../../lib/session.tsx";
import { checkPicked, type RefusedPick } from "./check-picked.ts";
import { SendTrouble, type Sender } from "./send-by-tus.ts";
import { factsOf, itemOf, type StoredUpload, type UploadItem } from "./upload-item.ts";
import { createMemoryStore, type UploadStore } from "./upload-store.ts";
import { serverNow } from "../../../lib/server-clock.ts";

export interface QueueParts {
  store: UploadStore;
  sender: Sender;
  fileByKey: (key: string, accountId: string) => Promise<FileInfo | null>;
  /** Whose queue it is; undefined while nobody is signed in. */
  accountId: () => string | undefined;
  /** Runs one sender at a time over all tabs. */
  inTurn: <T>(run: () => Promise<T>) => Promise<T>;
  /** Told whether files wait, for the next start of the app. */
  note: (accountId: string, waiting: boolean) => void;
  /** Waits before asking or trying again, in ms. */
  pause: { line: number; reading: number };
}

export interface QueueSnapshot {
  items: readonly UploadItem[];
  /** What of the last choice was not taken. Kept here, because a page may be drawn anew right after it. */
  refused: readonly RefusedPick[];
  /** False until what was kept has been read. */
  restored: boolean;
  /** False where the browser stores nothing; the person must then stay until all is sent. */
  durable: boolean;
}

/**
 * Uploads files one at a time, whatever page is open. Each is stored with its key and tus address until its report is
 * sent, so that a reload or restart continues without choosing it again. Independent of React; `snapshot` is a new
 * object after each change.
 */
export function createUploadQueue(parts: QueueParts) {
  let { store } = parts;
  const stored = new Map<string, StoredUpload>();
  const listeners = new Set<() => void>();
  let snapshot: QueueSnapshot = { items: [], refused: [], restored: false, durable: true };
  let started: Promise<void> | undefined;
  let running: { key: string; abort: AbortController } | undefined;
  let wake: ReturnType<typeof setTimeout> | undefined;
  let asking: ReturnType<typeof setTimeout> | undefined;
  // Incremented when the person leaves; results of earlier work are then ignored.
  let era = 0;
  /** Whose files lie in `stored`. */
  let owner: string | undefined;

  function publish(next: Partial<QueueSnapshot>): void {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  }
  const change = (key: string, part: Partial<UploadItem>) =>
    publish({ items: snapshot.items.map((item) => (item.key === key ? { ...item, ...part } : item)) });
  const itemBy = (key: string) => snapshot.items.find((item) => item.key === key);

  /** Reads what was kept and goes on with it. Another account's files wait for them, though not for ever (R69). */
  function start(): Promise<void> {
    const accountId = parts.accountId();
    if (accountId === undefined) return Promise.resolve();
    started ??= restore(accountId);
    return started;
  }
  async function restore(accountId: string): Promise<void> {
    const before = era;
    const rows = await store.all().catch(() => {
      store = createMemoryStore();
      publish({ durable: false });
      return [];
    });
    if (before !== era) return;
    // Without what has been chosen in the meantime.
    const own = rows
      .filter((row) => row.accountId === accountId && !stored.has(row.key))
      .sort((a, b) => a.addedAt - b.addedAt);
    const old = rows.filter((row) => row.accountId !== accountId && serverNow() - row.addedAt > KEPT_FOR_OTHERS_MS);
    // What cannot be removed now is tried again at the next start.
    if (old.length > 0) void quietly(store.remove(old.map((row) => row.key)));
    owner = accountId;
    for (const row of own) stored.set(row.key, row);
    publish({ items: [...own.map(itemOf), ...snapshot.items], restored: true });
    parts.note(accountId, snapshot.items.length > 0);
    // Some may have arrived completely before the page was closed.
    await askAll(own.filter((row) => row.url !== null).map((row) => row.key));
    if (before !== era) return;
    void work();
    keepAsking();
  }

  /**
   * Takes what the person has chosen, and says of the rest why not. At once, whatever the store and the server are at: a
   * choice that waits would be lost with the page. Chosen after an expiry, it is kept for who made it.
   */
  async function pick(files: readonly File[], patientId: string): Promise<void> {
    const accountId = parts.accountId() ?? owner;
    if (accountId === undefined) throw new Error("files were chosen while nobody is signed in");
    const { accepted, refused } = checkPicked(files, snapshot.items);
    publish({ refused });
    if (accepted.length > 0) await add(accepted, patientId, accountId);
  }

  async function add(files: readonly File[], patientId: string, accountId: string): Promise<void> {
    const rows = files.map((file, index): StoredUpload => {
      const name = shortenFileName(file.name, MAX_FILE_NAME) || "photo";
      return { key: newRequestKey(), accountId, patientId, name, file, url: null, addedAt: serverNow() + index / 1000 };
    });
    for (const row of rows) stored.set(row.key, row);
    publish({ items: [...snapshot.items, ...rows.map(itemOf)] });
    parts.note(accountId, true);
    for (const row of rows) await store.put(row).catch(() => publish({ durable: false }));
    void start().then(work);
  }

  async function work(): Promise<void> {
    if (running || parts.accountId() === undefined) return;
    const next = snapshot.items.find((item) => item.state === "queued") ?? snapshot.items.find(isWaiting);
    const row = next && stored.get(next.key);
    if (!row) return;
    const abort = new AbortController();
    const mine = { key: row.key, abort };
    running = mine;
    try {
      await parts.inTurn(() => bring(row.key, abort.signal));
    } catch (error) {
      if (!abort.signal.aborted) trouble(row.key, error);
    } finally {
      if (running === mine) running = undefined;
    }
    // While offline the others would fail too, so they wait for `wake`.
    if (itemBy(row.key)?.state !== "waiting") void work();
  }
  const isWaiting = (item: UploadItem) => item.state === "waiting";

  async function bring(key: string, signal: AbortSignal): Promise<void> {
    const row = stored.get(key);
    if (!row || signal.aborted) return;
    change(key, { state: "uploading", reason: null });
    await parts.sender.send(row, {
      signal,
      progress: (sent) => change(key, { sent }),
      url: (url) => {
        const known = stored.get(key);
        if (!known || known.url === url) return;
        stored.set(key, { ...known, url });
        // After a reload it is found by its key instead.
        void quietly(store.setUrl(key, url));
      },
    });
    if (signal.aborted) return;
    change(key, { sent: row.file.size, state: "processing" });
    await askAll([key]);
    keepAsking();
  }

  function trouble(key: string, error: unknown): void {
    const code = error instanceof SendTrouble ? error.code : "internal";
    if (code !== "offline" && code !== "signed-out") return change(key, { state: "failed", reason: code });
    change(key, { state: "waiting" });
    clearTimeout(wake);
    if (code === "offline") wake = setTimeout(() => void work(), parts.pause.line);
  }

  const askAll = (keys: readonly string[]) =>
    // Without an answer a file stays as it is, and is asked for again by `keepAsking` or `refresh`.
    Promise.allSettled(keys.map(ask));

  /** Asks the server for the state of one file. */
  async function ask(key: string): Promise<void> {
    const accountId = stored.get(key)?.accountId;
    if (accountId === undefined) return;
    const file = await parts.fileByKey(key, accountId);
    const item = itemBy(key);
    if (!item) return;
    // The server no longer knows it (deleted there in the meantime), so it is uploaded again under the same key.
    if (file) change(key, factsOf(file));
    else if (item.state === "processing") change(key, { state: "queued", sent: 0 });
  }

  /** Polls while files are being read or their ids are unknown; an event over the socket is faster (`refresh`). */
  function keepAsking(): void {
    clearTimeout(asking);
    const open = snapshot.items.filter((item) => item.state === "processing");
    if (open.length === 0) return;
    asking = setTimeout(() => {
      void askAll(open.map((item) => item.key)).then(() => {
        keepAsking();
        void work();
      });
    }, parts.pause.reading);
  }

  async function drop(keys: readonly string[], discard: boolean): Promise<void> {
    const rows = keys.flatMap((key) => stored.get(key) ?? []);
    if (running && keys.includes(running.key)) running.abort.abort();
    for (const item of snapshot.items) if (item.preview && keys.includes(item.key)) URL.revokeObjectURL(item.preview);
    for (const key of keys) stored.delete(key);
    publish({ items: snapshot.items.filter((item) => !keys.includes(item.key)) });
    if (owner !== undefined) parts.note(owner, snapshot.items.length > 0);
    await store.remove(keys).catch(() => publish({ durable: false }));
    // Left there, a file that no report has goes by itself after some days.
    if (discard) for (const row of rows) if (row.url !== null) void quietly(parts.sender.discard(row));
  }

  return {
    start,
    pick,
    getSnapshot: () => snapshot,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** The person takes a file back. */
    remove: (key: string) => drop([key], true),
    /** The report has been sent: nothing needs to be kept any more. */
    settle(keys: readonly string[]) {
      publish({ refused: [] });
      return drop(keys, false);
    },
    /** Retries what failed or was refused; a refused file becomes a new upload. */
    async retry(key: string): Promise<void> {
      const row = stored.get(key);
      const item = itemBy(key);
      if (!row || !item) return;
      if (item.state !== "refused") {
        change(key, { state: "queued", reason: null });
        return void work();
      }
      await replace([row], row.patientId);
    },
    /** The report is another 就诊人's after all: an upload is made for one person, so each begins anew. */
    moveTo: (patientId: string) =>
      replace(
        [...stored.values()].filter((row) => row.patientId !== patientId),
        patientId,
      ),
    /** Another picture of the same page, in its place; what cannot be taken is said as with `pick`. */
    async retake(key: string, file: File): Promise<void> {
      const row = stored.get(key);
      if (!row) return;
      const others = snapshot.items.filter((item) => item.key !== key);
      const { accepted, refused } = checkPicked([file], others);
      publish({ refused });
      const name = shortenFileName(file.name, MAX_FILE_NAME) || "photo";
      if (accepted.length > 0) await replace([{ ...row, file, name }], row.patientId);
    },
    /** The pages of a report stand in the order of its files. Without effect at either end. */
    async move(key: string, by: 1 | -1): Promise<void> {
      const items = [...snapshot.items];
      const from = items.findIndex((item) => item.key === key);
      const [one, other] = [items[from], items[from + by]];
      if (!one || !other) return;
      items[from] = other;
      items[from + by] = one;
      publish({ items });
      const [row, beside] = [stored.get(one.key), stored.get(other.key)];
      if (!row || !beside) return;
      for (const moved of [
        { ...row, addedAt: beside.addedAt },
        { ...beside, addedAt: row.addedAt },
      ]) {
        stored.set(moved.key, moved);
        await store.put(moved).catch(() => publish({ durable: false }));
      }
    },
    /** Asks again for one file by its id, or for all. */
    async refresh(fileId?: string): Promise<void> {
      const asked = snapshot.items.filter((item) => (fileId === undefined ? item.fileId : item.fileId === fileId));
      await askAll(asked.map((item) => item.key));
    },
    /** The line is back, or the person. */
    wake() {
      clearTimeout(wake);
      void start().then(work);
    },
    /**
     * `expired`: stops and waits. `ended`, `taken-over`: nothing may stay in memory (what was stored, upload-traces clears
     * after the first and keeps for its owner after the second).
     */
    leave(reason: SignOutReason): void {
      running?.abort.abort();
      running = undefined;
      clearTimeout(wake);
      clearTimeout(asking);
      const waiting = snapshot.items.map((item) =>
        item.state === "uploading" ? { ...item, state: "waiting" as const } : item,
      );
      if (reason === "expired") return publish({ items: waiting });
      era += 1;
      owner = undefined;
      started = undefined;
      stored.clear();
      for (const item of snapshot.items) if (item.preview) URL.revokeObjectURL(item.preview);
      publish({ items: [], refused: [], restored: false });
    },
  };

  async function replace(rows: readonly StoredUpload[], patientId: string): Promise<void> {
    if (rows.length === 0) return;
    const fresh = new Map(rows.map((row) => [row.key, { ...row, key: newRequestKey(), url: null, patientId }]));
    const before = snapshot.items;
    for (const row of fresh.values()) {
      stored.set(row.key, row);
      await store.put(row).catch(() => publish({ durable: false }));
    }
    // In the place of the old ones.
    publish({
      items: before.flatMap((item) => {
        const row = fresh.get(item.key);
        return row ? [item, itemOf(row)] : item;
      }),
    });
    await drop([...fresh.keys()], true);
    void work();
  }
}

export type UploadQueue = ReturnType<typeof createUploadQueue>;
