const CALM_MS = 3000;

/**
 * Runs once the page has been visible for three seconds and nothing is loading any more, so that the first page's own
 * data goes first; never runs for a page in the background. Answers a function that cancels it.
 */
export function whenCalm(busy: () => boolean, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") return;
    timer = setTimeout(() => (busy() ? wait() : run()), CALM_MS);
  };
  wait();
  document.addEventListener("visibilitychange", wait);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", wait);
  };
}
