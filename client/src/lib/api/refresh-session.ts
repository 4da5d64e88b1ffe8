import { isErrorCode } from "@fuzhen/shared/errors.ts";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { expireSession, getSession, isKeptSession, lastPerson, setSession } from "../session.tsx";
import { ApiError } from "./api-error.ts";
import { takeEarlySession } from "./early.ts";
import { cookieFetch, jsonOf } from "./house-request.ts";

let underWay: { personId: string | undefined; token: Promise<string | null> } | null = null;

/**
 * Asks for a new access token by the refresh cookie, for the person whose page this is and for nobody else: the browser
 * has one cookie for all tabs. Calls at the same moment share one request, and tabs take turns (Web Locks), because each
 * refresh rotates the cookie. Answers the token, or null when the session is over; rejects with `other_person` when
 * somebody else has signed in here meanwhile. A lost line rejects and changes nothing, so that nobody is signed out by
 * a tunnel.
 */
export function refreshSession(personId = lastPerson()): Promise<string | null> {
  if (underWay && underWay.personId === personId) return underWay.token;
  const token = inTurn(() => refresh(personId)).finally(() => {
    if (underWay?.token === token) underWay = null;
  });
  underWay = { personId, token };
  return token;
}

function inTurn<T>(run: () => Promise<T>): Promise<T> {
  // Web Locks need a secure context; a plain-http hospital LAN has none, and the server allows a short overlap.
  return "locks" in navigator ? navigator.locks.request("fuzhen-refresh", run) : run();
}

async function refresh(personId: string | undefined): Promise<string | null> {
  const before = getSession();
  const response = await ((personId === undefined ? takeEarlySession() : undefined) ??
    cookieFetch("/api/sessions/refresh", personId));
  const now = getSession();
  if (response.ok) {
    const session = (await response.json()) as Session;
    // Signed out, or in as somebody else, while this was under way: the answer is nobody's any more.
    const isSame = now.status === before.status && now.user?.id === before.user?.id;
    if (!isSame && !(isKeptSession() && now.user?.id === session.me.id)) return null;
    if (personId !== undefined && session.me.id !== personId) throw endForOther();
    setSession(session);
    return session.accessToken;
  }
  const body = (await jsonOf(response)) as { code?: unknown } | null;
  // Only our server's own error code ends a session, not a proxy's 502.
  if (isErrorCode(body?.code) && (body.code === "session_expired" || body.code === "unauthenticated")) {
    if (now.status === before.status || isKeptSession()) expireSession("over");
    return null;
  }
  if (body?.code === "other_person") throw endForOther();
  throw new TypeError("refresh failed");
}

function endForOther(): ApiError {
  expireSession("other");
  return new ApiError({ code: "other_person" });
}
