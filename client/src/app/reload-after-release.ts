/** The script of an answer's page. */
const scriptOf = (html: string): string | null =>
  new DOMParser().parseFromString(html, "text/html").querySelector("script[type=module]")?.getAttribute("src") ?? null;

const MARK = "fuzhen.reloaded";

/** Not again within a minute: while a release is rolled out, servers of both may answer in turns. */
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
 * After a new release the code of the old one is gone: what is not loaded yet will never come, so the page is fetched anew.
 * Only when the server says that there is one. With the line or the server down, the page that stands here, with what was
 * typed into it, is worth more than the browser's own about an unreachable site. `own`: path of the script that runs here.
 */
export async function reloadAfterRelease(own: string, reload: () => void): Promise<void> {
  const now = await presentScript();
  if (now !== null && now !== own && mayReload()) reload();
}
