import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";

/**
 * Runs in the page's head, before anything is drawn or fetched (client/vite/first-page puts it there; the content policy
 * knows it by its hash). It imports nothing but types and settles three things: how the person wants pages to look, what
 * code this page begins with, and who they are. All of it is on its way a round trip before the first script file.
 */

/** By path and language the files of a page, as numbers in `files`, and what it asks the API. Written at build time. */
interface Begin {
  files: string[];
  places: Place[];
  /** For whoever is not signed in: what everybody may see. */
  open: Place[];
}
type Place = [path: string, both: number[], zh: number[], en: number[], calls: string[]];

const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage is refused: the defaults, and main.tsx asks who is there.
  }
};

function prefs(): { language?: unknown; theme?: unknown; elder?: unknown } {
  try {
    return Object(JSON.parse(stored("fuzhen.prefs") ?? "{}"));
  } catch {
    return {};
  }
}

const { language, theme, elder } = prefs();
const root = document.documentElement;
if (language === "en") root.lang = "en";
if (theme === "light" || theme === "dark") root.dataset["theme"] = theme;
if (elder === true) root.toggleAttribute("data-elder", true);

const trace = stored("fuzhen.known");
const known = trace !== null && !trace.startsWith("ended:"); // as lib/session-trace.ts writes it
const { files, places, open }: Begin = JSON.parse(
  document.getElementById("begin")?.textContent ?? '{"files":[],"places":[],"open":[]}',
);
const { pathname } = location;
const fits = (among: Place[], path: string) => among.find(([pattern]) => new RegExp(pattern, "i").test(path));
// Whoever is not signed in is led to signing in from every page but these and the open ones.
const isPublic = /^\/(sign-|reset-)/.test(pathname);
const place = known || isPublic ? fits(places, pathname) : (fits(open, pathname) ?? fits(places, "/sign-in"));

function preload(): void {
  for (const index of place ? [...place[1], ...(language === "en" ? place[3] : place[2])] : []) {
    const link = document.createElement("link");
    // Safari before 17 knows only `preload`, and uses what it loaded for a module all the same.
    link.rel = link.relList.supports("modulepreload") ? "modulepreload" : "preload";
    link.as = "script";
    link.crossOrigin = "";
    link.href = files[index] ?? "";
    document.head.append(link);
  }
}

if (known) {
  const ask = () => {
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(), 12_000); // As lib/api/house-request.ts does.
    const answer = fetch("/api/sessions/refresh", {
      method: "POST",
      headers: { "x-fuzhen": "1" },
      credentials: "same-origin",
      signal: giveUp.signal,
    });
    preload();
    return answer;
  };
  // The lock that lib/api/refresh-session.ts takes for each refresh, because another tab may be refreshing; it also
  // takes over this answer.
  const session = "locks" in navigator ? navigator.locks.request("fuzhen-refresh", ask) : ask();
  window.earlySession = session;
  session.then(askEarly).catch(() => undefined); // A broken connection is handled by whoever takes over the answer.
} else preload();

/** What the page will ask first, as soon as it is known who does: its code is still on its way. */
async function askEarly(session: Response): Promise<void> {
  if (!session.ok || !place?.[4].length) return;
  const { accessToken, me } = (await session.clone().json()) as Session;
  if (me.role !== "patient") return;
  const headers = { authorization: `Bearer ${accessToken}`, "x-fuzhen": "1", "x-fuzhen-person": me.id };
  const calls = new Map(place[4].map((path) => [path, fetch(`/api${path}`, { headers })]));
  for (const call of calls.values()) call.catch(() => undefined);
  window.earlyCalls = { accessToken, calls };
  // An answer that no page has taken by then is too old to be shown.
  setTimeout(() => (window.earlyCalls = undefined), 10_000);
}
