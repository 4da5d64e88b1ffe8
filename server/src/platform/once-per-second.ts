/** The same answer for all who ask within a second: what anybody may ask for must not cost a query each time. */
export function oncePerSecond<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const at = performance.now();
    if (!last || at - last.at >= 1000) last = { at, answer: ask() };
    return last.answer;
  };
}
