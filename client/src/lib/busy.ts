/** What goes on without a hand on the desk, such as a call: whoever only listens and speaks is not away. */
const running = new Set<symbol>();

/** Answers how to end it. */
export function startBusy(): () => void {
  const one = Symbol("busy");
  running.add(one);
  return () => running.delete(one);
}

export const isBusy = (): boolean => running.size > 0;
