import type { Me, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { useSyncExternalStore } from "react";
import { ApiError } from "./api/api-error.ts";
import { clearDrafts, setDraftOwner } from "./draft.ts";
import { forgetIdleDeadline, isIdleOver, setIdleDeadline } from "./idle-deadline.ts";
import { readTrace, traceLeft, traceRanOut, traceSignedIn } from "./session-trace.ts";

/**
 * Why a session ended; the sign-in page says it. `over`: nobody knows more. `other`:
 * somebody else has signed in at this browser. `left`: its owner did end it, here or in another tab.
 */
export type SessionEnd = "over" | "idle" | "revoked" | "other" | "left";

/** `loading`: the first refresh has not been answered yet. `away`: it has been tried, and nobody answers. */
export type SessionState =
  | { status: "loading"; away?: boolean; user?: undefined }
  | { status: "signed-out"; end?: SessionEnd | undefined; user?: undefined }
  | { status: "signed-in"; user: Me };

let state: SessionState = { status: "loading" };
// In memory only, so that neither a script nor the next person at this device finds it in storage.
let accessToken: string | undefined;
/** Whose page this is. Stays after an expiry, so that the same person is taken up again and nobody else. */
let lastPersonId: string | undefined;
const listeners = new Set<() => void>();

/**
 * `ended`: the person left, so nothing of theirs may stay. `expired`: they will be back, so what they wrote must stay.
 * `taken-over`: another person has this page now; what the first wrote stays stored for them and leaves the memory.
 */
export type SignOutReason = "ended" | "expired" | "taken-over";
type SignOutStep = (reason: SignOutReason, personId: string) => void;
const signOutSteps = new Set<SignOutStep>();

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

export function getAccessToken(): string | undefined {
  return accessToken;
}

export function getSession(): SessionState {
  return state;
}

/** Id of the account that is signed in on this page. */
export const personNow = (): string | undefined => state.user?.id;
export const lastPerson = (): string | undefined => lastPersonId;

/** After sign-in, sign-up and each refresh. A refresh for the same person does not redraw the pages. */
export function setSession(session: Pick<Session, "accessToken" | "me">): void {
  const before = state.user;
  if (lastPersonId !== undefined && lastPersonId !== session.me.id) leave("taken-over", lastPersonId);
  accessToken = session.accessToken;
  lastPersonId = session.me.id;
  setDraftOwner(session.me.id);
  traceSignedIn(session.me.id);
  if (JSON.stringify(before) !== JSON.stringify(session.me)) change({ status: "signed-in", user: session.me });
}

/** The person has signed out: token, drafts and everything that `onSignOut` registered goes (R69), in all tabs. */
export function clearSession(): void {
  if (lastPersonId !== undefined) traceLeft(lastPersonId);
  forgetPerson();
}

function forgetPerson(): void {
  const personId = lastPersonId;
  clearDrafts(personId);
  if (personId !== undefined) leave("ended", personId);
  lastPersonId = undefined;
  showSignedOut("left");
}

/** Line or server are away at the start: the page says so. Who is there is asked further on. */
export function sayAway(): void {
  if (state.status === "loading" && !state.away) change({ status: "loading", away: true });
}

/**
 * Line or server are away at the start, and this device holds what its person has read: they may go on reading it until
 * the server says who is there. Without a token nothing else opens.
 */
export function readAsKept(me: Me): void {
  if (state.status !== "loading") return;
  lastPersonId = me.id;
  setDraftOwner(me.id);
  change({ status: "signed-in", user: me });
}

/** Whether nobody but this device says who is signed in. */
export const isKeptSession = (): boolean => state.status === "signed-in" && accessToken === undefined;

/** The session is unknown to the server (expired, or no cookie at the start). Drafts wait for the same person. */
export function expireSession(end?: SessionEnd): void {
  // At a start it is the one that this browser had.
  const personId = state.status === "loading" && end === "over" ? readTrace().personId : state.user?.id;
  if (personId) leave("expired", personId);
  if (end !== "other") traceRanOut(lastPersonId);
  showSignedOut(end);
}

/** Ends this page's session when another tab has signed out or signed somebody else in. */
export function heedOtherTabs(): void {
  if (!state.user) return;
  const { personId, leftId } = readTrace();
  if (leftId === state.user.id) forgetPerson();
  else if (personId !== null && personId !== state.user.id) expireSession("other");
}

/**
 * Whether what was begun by that person may go on here and now. Throws `other_person` once somebody else has signed in,
 * in this tab or another; `unauthenticated` when nobody is. Nothing begun before a sign-in is anybody's.
 */
export function requirePerson(personId: string | undefined): void {
  if (personId === undefined) return;
  heedOtherTabs();
  const now = personNow();
  if (now === personId) return;
  const other = now !== undefined || (state.status === "signed-out" && state.end === "other");
  throw new ApiError({ code: other ? "other_person" : "unauthenticated" });
}

function leave(reason: SignOutReason, personId: string): void {
  for (const step of signOutSteps) step(reason, personId);
}

function showSignedOut(end?: SessionEnd): void {
  accessToken = undefined;
  setDraftOwner(undefined);
  // The server only says that it is over; the idle deadline may know why. The first reason is kept.
  const why = end && end !== "other" && end !== "left" && isIdleOver() ? "idle" : end;
  if (end === "other") forgetIdleDeadline();
  else setIdleDeadline(undefined);
  if (state.status !== "signed-out") change({ status: "signed-out", end: why });
}

/** For what holds a person's data: the query cache, the message outbox, the live connection. */
export function onSignOut(step: SignOutStep): () => void {
  signOutSteps.add(step);
  return () => signOutSteps.delete(step);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, getSession);
}
