import { isErrorCode } from "@fuzhen/shared/errors.ts";
import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { expireSession, setSession } from "../session.tsx";

let underWay: Promise<string | null> | null = null;

/**
 * Asks for a new access token by the refresh cookie. Calls at the same moment share one request, and tabs take turns
 * (Web Locks), because each refresh rotates the cookie. Answers the token, or null when the session is over; a lost
 * line rejects and changes nothing, so that nobody is signed out by a tunnel.
 */
export function refreshSession(): Promise<string | null> {
  underWay ??= inTurn(refresh).finally(() => {
    underWay = null;
  });
  return underWay;
}

function inTurn<T>(run: () => Promise<T>): Promise<T> {
  // Web Locks need a secure context; a plain-http hospital LAN has none, and the server allows a short overlap.
  return "locks" in navigator ? navigator.locks.request("fuzhen-refresh", run) : run();
}

async function refresh(): Promise<string | null> {
  const response = await fetch("/api/sessions/refresh", {
    method: "POST",
    headers: { "x-fuzhen": "1" },
    credentials: "same-origin",
  });
  if (response.ok) {
    const session = (await response.json()) as Session;
    setSession(session);
    return session.accessToken;
  }
  const body = (await response.json().catch(() => null)) as { code?: unknown } | null;
  // Only the server's own word ends a session; a proxy's 502 does not.
  if (isErrorCode(body?.code) && (body.code === "session_expired" || body.code === "unauthenticated")) {
    expireSession("over");
    return null;
  }
  throw new TypeError("refresh failed");
}
