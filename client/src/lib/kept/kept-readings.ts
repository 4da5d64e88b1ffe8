import type { Query, QueryClient, QueryFunction, QueryFunctionContext } from "@tanstack/react-query";
import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";
import { ApiError } from "../api/api-error.ts";
import { setAround } from "../query-client.ts";
import { quietly } from "../quietly.ts";
import { serverNow } from "../server-clock.ts";
import { getSession, isKeptSession, onSignOut, personNow } from "../session.tsx";
import { setKeptSince } from "./kept-since.ts";
import { dropRow, forgetOld, keepRow, readRow } from "./kept-store.ts";

// No part of the first page's download: loaded in a calm moment, and at a start without the server.

/** First words of query keys: a patient's own visits, reports, plans and 就诊人. Nothing of staff, nothing of chats. */
const KEPT = /^(appointments|reports|plan|patients)$/;
const AGAIN_MS = 5000;
const ME = "me";

/** Questions that were answered from what was kept, and when that was read. */
const served = new Map<string, { query: Query; readAt: string }>();

function tell(): void {
  const shown = [...served.values()].filter(({ query }) => query.isActive()).map(({ readAt }) => readAt);
  setKeptSince(shown.sort()[0] ?? null);
}

/** Line or server are away, or a proxy answers for it. */
const isAway = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof ApiError && error.code === "unavailable");
const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "forbidden" || error.code === "not_found");

const nameOf = ({ queryKey }: Pick<Query, "queryKey">): string => JSON.stringify(queryKey);
const isKept = ({ queryKey }: Pick<Query, "queryKey">): boolean => KEPT.test(String(queryKey[0]));

const keep = (accountId: string, name: string, data: unknown, readMs = serverNow()) =>
  keepRow({ accountId, name, data, createdAt: new Date(readMs).toISOString() }, () => personNow() === accountId);

/**
 * Around every question to the server: where nobody answers, a patient gets what was kept. The server is always asked
 * first, and a refusal takes away what was kept.
 */
export async function askOrKept<Data>(
  ask: QueryFunction<Data>,
  context: QueryFunctionContext,
  query: Query,
): Promise<Data> {
  const { user } = getSession();
  if (user?.role !== "patient" || !isKept(query)) return ask(context);
  try {
    const data = await ask(context);
    if (served.delete(query.queryHash)) tell();
    return data;
  } catch (error) {
    // What may be read no longer must not be there to be read. Where it cannot be removed it goes with its time.
    if (isGone(error)) void quietly(dropRow(user.id, nameOf(query)));
    if (!isAway(error) || query.state.data !== undefined) throw error;
    const row = await readKept(user.id, nameOf(query));
    if (!row) throw error;
    served.set(query.queryHash, { query, readAt: row.createdAt });
    askAgain(context.client);
    tell();
    return row.data as Data;
  }
}
setAround(askOrKept);

async function readKept(accountId: string, name: string) {
  try {
    return await readRow(accountId, name, serverNow());
  } catch {
    return undefined; // Storage is refused: as if nothing were kept.
  }
}

let stopAsking: (() => void) | undefined;

/** Until the server has answered all that was served from here. */
function askAgain(client: QueryClient): void {
  if (stopAsking) return;
  // Which of them the page shows changes with the page.
  const unwatch = client.getQueryCache().subscribe(({ type }) => /^observer(Added|Removed)$/.test(type) && tell());
  const timer = setInterval(() => {
    if (served.size === 0) stopAsking?.();
    else void client.invalidateQueries({ predicate: ({ queryHash }) => served.has(queryHash) });
  }, AGAIN_MS);
  stopAsking = () => {
    unwatch();
    clearInterval(timer);
    stopAsking = undefined;
  };
}

onSignOut(() => {
  served.clear();
  stopAsking?.();
  tell();
});

const watched = new WeakSet<QueryClient>();

/** Keeps a patient's own data as it comes, also what was asked for before this code was here. */
export function keepAnswers(client: QueryClient): void {
  if (watched.has(client)) return;
  watched.add(client);
  client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success") return;
    const { query } = event;
    const { user } = getSession();
    if (user?.role !== "patient" || !isKept(query) || served.has(query.queryHash)) return;
    // Where storage is refused nothing is kept.
    void quietly(keep(user.id, nameOf(query), query.state.data));
  });
}

/**
 * Of a patient whom the server knows: who they are, so that a start without it knows whose device this is, and what came
 * before this code did. What is too old goes.
 */
export async function keepPerson(me: Me, client: QueryClient): Promise<void> {
  if (me.role !== "patient") return;
  keepAnswers(client);
  if (isKeptSession()) return;
  await keep(me.id, ME, me);
  const here = client.getQueryCache().getAll();
  for (const query of here)
    if (isKept(query) && query.state.data !== undefined && !served.has(query.queryHash))
      await keep(me.id, nameOf(query), query.state.data, query.state.dataUpdatedAt);
  await forgetOld(serverNow());
}

/** The person whom this browser knew last, if what they read is kept here. */
export const readMe = async (personId: string): Promise<Me | undefined> =>
  (await readKept(personId, ME))?.data as Me | undefined;
