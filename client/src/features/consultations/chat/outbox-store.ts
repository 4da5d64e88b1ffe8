import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { ErrorCode } from "@fuzhen/shared/errors.ts";
import { OUTBOX_DB, outboxFlag } from "../../../realtime/forget-outbox.ts";

/** A message that the server has not acknowledged. */
export interface OutboxRow {
  clientMessageId: string;
  /** The account that wrote it; nobody else on this phone may send it. */
  accountId: string;
  consultationId: string;
  /** Position in this account's queue; assigned by the store. */
  order: number;
  createdAt: string;
  text: string | null;
  /** A picture, as bytes, because a Blob in IndexedDB does not survive in every WebKit. */
  image: { uploadKey: string; bytes: ArrayBuffer; type: string; name: string } | null;
  /** The picture's file once it has been uploaded. */
  fileId: string | null;
  /** The server's final refusal; the row stays so that it can be read and copied. */
  refused: ErrorCode | null;
}

export interface ListedRow extends OutboxRow {
  /** Outlives the page. */
  kept: boolean;
}

export interface OutboxStore {
  /** In order. */
  list(accountId: string): Promise<ListedRow[]>;
  /** Puts it at the end of its account's line. */
  append(row: Omit<OutboxRow, "order">): Promise<void>;
  /** Changes a row if it still exists; a removed row is not brought back. */
  change(clientMessageId: string, part: Partial<OutboxRow>): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
}

interface Schema extends DBSchema {
  messages: { key: string; value: OutboxRow; indexes: { line: [string, number] } };
}

const lineOf = (accountId: string) => IDBKeyRange.bound([accountId, 0], [accountId, Number.MAX_SAFE_INTEGER]);

let opening: Promise<IDBPDatabase<Schema>> | null = null;

async function open(): Promise<IDBPDatabase<Schema>> {
  // Where it is refused this may throw instead of answering.
  opening ??= openDB<Schema>(OUTBOX_DB, 1, {
    upgrade(db) {
      db.createObjectStore("messages", { keyPath: "clientMessageId" }).createIndex("line", ["accountId", "order"]);
    },
    // Signing out deletes the database; a tab that keeps it open would keep the messages of the person who left.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      opening = null;
    },
    terminated() {
      opening = null;
    },
  });
  try {
    return await opening;
  } catch (error) {
    opening = null;
    throw error;
  }
}

/** In IndexedDB: outlives a reload, a crash and the closing of the page. */
const storedOutbox: OutboxStore = {
  async list(accountId) {
    const rows = await (await open()).getAllFromIndex("messages", "line", lineOf(accountId));
    return rows.map((row) => ({ ...row, kept: true }));
  },
  async append(row) {
    const change = (await open()).transaction("messages", "readwrite");
    const last = await change.store.index("line").openCursor(lineOf(row.accountId), "prev");
    await change.store.put({ ...row, order: (last?.value.order ?? 0) + 1 });
    await change.done;
    outboxFlag.note(row.accountId, true);
  },
  async change(clientMessageId, part) {
    const change = (await open()).transaction("messages", "readwrite");
    const row = await change.store.get(clientMessageId);
    if (row) await change.store.put({ ...row, ...part });
    await change.done;
  },
  async remove(clientMessageId) {
    const change = (await open()).transaction("messages", "readwrite");
    const row = await change.store.get(clientMessageId);
    await change.store.delete(clientMessageId);
    const left = row && (await change.store.index("line").count(lineOf(row.accountId)));
    await change.done;
    if (row && left === 0) outboxFlag.note(row.accountId, false);
  },
};

/** For the page's own lifetime, and for tests. */
export function memoryOutbox(rows = new Map<string, OutboxRow>()): OutboxStore {
  const list = (accountId: string) =>
    [...rows.values()].filter((row) => row.accountId === accountId).sort((a, b) => a.order - b.order);
  return {
    list: async (accountId) => list(accountId).map((row) => ({ ...row, kept: false })),
    async append(row) {
      rows.set(row.clientMessageId, { ...row, order: (list(row.accountId).at(-1)?.order ?? 0) + 1 });
    },
    async change(clientMessageId, part) {
      const row = rows.get(clientMessageId);
      if (row) rows.set(clientMessageId, { ...row, ...part });
    },
    async remove(clientMessageId) {
      rows.delete(clientMessageId);
    },
  };
}

/** Of this page: a session that runs out does not end it, so the same person finds their messages when they are back. */
const here = memoryOutbox();

/** After a sign-out; what lies in IndexedDB is deleted by realtime/forget-outbox.ts. */
export async function forgetHere(accountId: string): Promise<void> {
  for (const { clientMessageId } of await here.list(accountId)) await here.remove(clientMessageId);
}

/** Where the browser's storage is full and takes no more, what is written lies in the page until it is sent. */
export function storedOrHere(stored: OutboxStore, page: OutboxStore): OutboxStore {
  return {
    list: async (accountId) => [...(await stored.list(accountId)), ...(await page.list(accountId))],
    async append(row) {
      // Behind what lies in the page already, which it must not overtake.
      if ((await page.list(row.accountId)).length > 0) return page.append(row);
      return stored.append(row).catch(() => page.append(row));
    },
    async change(clientMessageId, part) {
      await page.change(clientMessageId, part);
      await stored.change(clientMessageId, part);
    },
    async remove(clientMessageId) {
      await page.remove(clientMessageId);
      await stored.remove(clientMessageId);
    },
  };
}

/** In memory where IndexedDB is refused (private windows, locked-down WebViews). */
export const outboxStore = (): Promise<OutboxStore> =>
  open().then(
    () => storedOrHere(storedOutbox, here),
    () => here,
  );
