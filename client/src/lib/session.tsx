import type { Me, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { useSyncExternalStore } from "react";
import { claimDrafts, clearDrafts } from "./draft.ts";
import { traceSession } from "./session-trace.ts";

/** `loading`: the refresh cookie, if there is one, has not been answered yet. */
export type SessionState =
  | { status: "loading"; user?: undefined }
  | { status: "signed-out"; user?: undefined }
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
export function expireSession(): void {
  if (state.status === "signed-in") leave("expired");
  showSignedOut();
}

function leave(reason: SignOutReason): void {
  for (const step of signOutSteps) step(reason);
}

function showSignedOut(): void {
  accessToken = undefined;
  traceSession(false);
  if (state.status !== "signed-out") change({ status: "signed-out" });
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
