/** The scripts that an HTML page of ours begins with; none where it is somebody else's page. */
const scriptsOf = (html: string): string[] =>
  [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("script[type=module]")].flatMap(
    (script) => script.getAttribute("src") ?? [],
  );

const MARK = "fuzhen.reloaded";

/** At most once a minute: during a rollout, servers of both releases may answer in turn. */
function mayReload(): boolean {
  if (Date.now() - Number(sessionStorage.getItem(MARK) ?? 0) < 60_000) return false;
  sessionStorage.setItem(MARK, String(Date.now()));
  return true;
}

/** None while the server or the line is away. */
async function presentScripts(): Promise<string[]> {
  try {
    const answer = await fetch("/", { cache: "no-store" });
    return answer.ok ? scriptsOf(await answer.text()) : [];
  } catch {
    return [];
  }
}

/**
 * After a new release the code chunks of the old one are gone from the server, so anything not loaded yet can never
 * load and the page has to be reloaded. Reloads only when the server really has a new release: when the connection or
 * server is down, the open page, with what was typed into it, is worth more than the browser's error page. `own`: path
 * of the script that runs here.
 */
export async function reloadAfterRelease(own: string, reload: () => void): Promise<void> {
  const now = await presentScripts();
  if (now.length > 0 && !now.includes(own) && mayReload()) reload();
}
