/** Activities without mouse or keyboard, such as a call: somebody who only listens and talks is not away. */
const running = new Set<symbol>();

/** Answers a function that ends it. */
export function startBusy(): () => void {
  const one = Symbol("busy");
  running.add(one);
  return () => running.delete(one);
}

export const isBusy = (): boolean => running.size > 0;
