import { pageHeaders } from "@fuzhen/shared/page-headers.ts";
import { getAccessToken, requirePerson } from "../session.tsx";

/** Says that a page of ours asks, and for which person it was opened. */
const pageSays = (personId: string | undefined): Record<string, string> => ({
  [pageHeaders.ours]: "1",
  ...(personId === undefined ? {} : { [pageHeaders.person]: personId }),
});

/**
 * The headers every request carries, also for requests that a library sends (tus). All requests get them in this file
 * (a test holds that), because the server refuses a request without them. Throws ApiError when the person who began it
 * is not signed in any more; `undefined` is nobody, at sign-in.
 */
export function houseHeaders(personId: string | undefined): Record<string, string> {
  requirePerson(personId);
  const token = getAccessToken();
  return { ...pageSays(personId), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
}

/** `fetch` for that person; without an answer it rejects with the TypeError of a lost line. */
export async function houseFetch(path: string, init: RequestInit, personId: string | undefined): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(houseHeaders(personId))) headers.set(name, value);
  return fetch(path, { ...init, headers });
}

/** A line that died without a word would hold the turn of all tabs (Web Locks) until the browser gives up, in minutes. */
const GIVE_UP_MS = 12_000;

/** Asks by the refresh cookie, for a page without a token: there the server compares the person. */
export async function cookieFetch(path: string, personId: string | undefined): Promise<Response> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), GIVE_UP_MS);
  try {
    const { signal } = giveUp;
    return await fetch(path, { method: "POST", headers: pageSays(personId), credentials: "same-origin", signal });
  } catch {
    throw new TypeError("no answer");
  } finally {
    clearTimeout(timer);
  }
}

/** Null for what is none, such as a proxy's page. */
export async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
