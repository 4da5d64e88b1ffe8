import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { forgetRows } from "../forget-rows.ts";
import { KEPT_DB, keptFlag, KEPT_FOR_MS, KEPT_STORE } from "./forget-kept.ts";

/** One answer of the server, as it was when it came. */
interface KeptRow {
  accountId: string;
  /** Of the question: its query key, or "me". */
  name: string;
  data: unknown;
  /** When it was read (ISO). */
  createdAt: string;
}

interface Schema extends DBSchema {
  rows: { key: [string, string]; value: KeptRow };
}

let opening: Promise<IDBPDatabase<Schema>> | null = null;

async function open(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>(KEPT_DB, 1, {
    upgrade: (db) => void db.createObjectStore(KEPT_STORE, { keyPath: ["accountId", "name"] }),
    // Where rows cannot be removed one by one the whole database is: no tab may hold it.
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

const isOld = ({ createdAt = "" }: { createdAt?: string }, now: number) => now - Date.parse(createdAt) > KEPT_FOR_MS;

/** The question for the 就诊人 of an account (features/patients/api/my-patients.ts). */
const PATIENTS = JSON.stringify(["patients"]);
const idsIn = (people: unknown): string[] =>
  Array.isArray(people) ? people.map((person: { id?: unknown }) => String(person.id)) : [];

/** `isStill`: whether it is still that person's turn here; asked last, for signing out does not wait for this. */
export async function keepRow(row: KeptRow, isStill: () => boolean): Promise<void> {
  const db = await open();
  if (!isStill()) return;
  keptFlag.note(row.accountId, true);
  const change = db.transaction(KEPT_STORE, "readwrite");
  if (row.name === PATIENTS) {
    const before = await change.store.get([row.accountId, row.name]);
    const now = new Set(idsIn(row.data));
    // Somebody this account acts for no longer: which rows are theirs only the server could say.
    if (idsIn(before?.data).some((id) => !now.has(id)))
      await change.store.delete(IDBKeyRange.bound([row.accountId, ""], [row.accountId, "\uffff"]));
  }
  await change.store.put(row);
  await change.done;
}

/** What was read not too long ago, else undefined. */
export async function readRow(accountId: string, name: string, now: number): Promise<KeptRow | undefined> {
  const row = await (await open()).get(KEPT_STORE, [accountId, name]);
  return row && !isOld(row, now) ? row : undefined;
}

export async function dropRow(accountId: string, name: string): Promise<void> {
  await (await open()).delete(KEPT_STORE, [accountId, name]);
}

export const forgetOld = (now: number): Promise<void> => forgetRows(KEPT_DB, KEPT_STORE, (row) => isOld(row, now));
