/** The main script named in an HTML page. */
const scriptOf = (html: string): string | null =>
  new DOMParser().parseFromString(html, "text/html").querySelector("script[type=module]")?.getAttribute("src") ?? null;

const MARK = "fuzhen.reloaded";

/** At most once a minute: during a rollout, servers of both releases may answer in turn. */
function mayReload(): boolean {
  if (Date.now() - Number(sessionStorage.getItem(MARK) ?? 0) < 60_000) return false;
  sessionStorage.setItem(MARK, String(Date.now()));
  return true;
}

/** Null while the server or the line is away. */
async function presentScript(): Promise<string | null> {
  try {
    const answer = await fetch("/", { cache: "no-store" });
    return answer.ok ? scriptOf(await answer.text()) : null;
  } catch {
    return null;
  }
}

/**
 * After a new release the code chunks of the old one are gone from the server, so anything not loaded yet can never
 * load and the page has to be reloaded. Reloads only when the server really has a new release: when the connection or
 * server is down, the open page, with what was typed into it, is worth more than the browser's error page. `own`: path
 * of the script that runs here.
 */
export async function reloadAfterRelease(own: string, reload: () => void): Promise<void> {
  const now = await presentScript();
  if (now !== null && now !== own && mayReload()) reload();
}
