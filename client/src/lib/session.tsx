import type { Me, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { useSyncExternalStore } from "react";
import { claimDrafts, clearDrafts } from "./draft.ts";
import { isIdleOver, setIdleDeadline } from "./idle-deadline.ts";
import { traceSession } from "./session-trace.ts";

/** Why a session ended that its owner did not end here; the sign-in page says it. `over`: nobody knows more. */
export type SessionEnd = "over" | "idle" | "revoked";

/** `loading`: the refresh cookie, if there is one, has not been answered yet. */
export type SessionState =
  | { status: "loading"; user?: undefined }
  | { status: "signed-out"; end?: SessionEnd | undefined; user?: undefined }
  | { status: "signed-in"; user: Me };

let state: SessionState = { status: "loading" };
// In memory alone: nothing that a script or the next person at this device could find in storage.
let accessToken: string | undefined;
const listeners = new Set<() => void>();

/** `ended`: the person left, so nothing may stay. `expired`: they will be back, so what they wrote must stay. */
export type SignOutReason = "ended" | "expired";
const signOutSteps = new Set<(reason: SignOutReason) => void>();

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

/** After sign-in, sign-up and each refresh. A refresh for the same person does not redraw the pages. */
export function setSession(session: Pick<Session, "accessToken" | "me">): void {
  accessToken = session.accessToken;
  traceSession(true);
  const before = state.user;
  if (claimDrafts(session.me.id) === "taken over") leave("ended");
  if (JSON.stringify(before) !== JSON.stringify(session.me)) change({ status: "signed-in", user: session.me });
}

/** The person signs out: token, drafts and everything that `onSignOut` registered goes (R69). */
export function clearSession(): void {
  clearDrafts();
  leave("ended");
  showSignedOut();
}

/** The server no longer knows this session, or never did (start without a cookie). Drafts wait for the same person. */
export function expireSession(end?: SessionEnd): void {
  if (state.status === "signed-in") leave("expired");
  showSignedOut(end);
}

function leave(reason: SignOutReason): void {
  for (const step of signOutSteps) step(reason);
}

function showSignedOut(end?: SessionEnd): void {
  accessToken = undefined;
  traceSession(false);
  // The server only says that it is over; why, the idle time may know better. And the first word counts.
  const why = end && isIdleOver() ? "idle" : end;
  setIdleDeadline(undefined);
  if (state.status !== "signed-out") change({ status: "signed-out", end: why });
}

/** For what holds a person's data: the query cache, the message outbox, the live connection. */
export function onSignOut(step: (reason: SignOutReason) => void): () => void {
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
