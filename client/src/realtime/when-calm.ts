const CALM_MS = 3000;

/**
 * Runs once the page has been looked at for three seconds and nothing is under way any more: a first visit's own data
 * goes before, and a page in the background never runs it. Answers how to give it up.
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
