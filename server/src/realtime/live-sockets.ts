/**
 * Live connections of this process that one account or one address may hold. A person has a few tabs and devices; a ward
 * behind one address has a few hundred people. How many connections an address may open at all is for the proxy in front to
 * limit (nginx `limit_conn`): bytes that never become a handshake do not get here.
 */
export const MAX_PER_ACCOUNT = 20;
export const MAX_PER_ADDRESS = 1000;

export interface Places {
  /** Takes a place; null when there is none. The answer gives it back and may be called again. */
  take(key: string): (() => void) | null;
}

export function createPlaces(max: number): Places {
  const counts = new Map<string, number>();
  return {
    take(key) {
      const count = counts.get(key) ?? 0;
      if (count >= max) return null;
      counts.set(key, count + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = (counts.get(key) ?? 1) - 1;
        if (left > 0) counts.set(key, left);
        else counts.delete(key);
      };
    },
  };
}
