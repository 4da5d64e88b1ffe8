let since: string | null = null;
const listeners = new Set<() => void>();

/** When the oldest of what the open page shows from this device was read (ISO); null while all comes from the server. */
export const keptSince = (): string | null => since;

/** Called by kept-readings.ts alone. */
export function setKeptSince(next: string | null): void {
  since = next;
  for (const listener of listeners) listener();
}

export function subscribeKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
