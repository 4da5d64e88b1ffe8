/**
 * Live connections of this process that one account or one address may hold. A person has a few tabs and devices; a ward
 * behind one address has a few hundred people. How many connections an address may open at all is for the proxy in front to
 * limit (nginx `limit_conn`): bytes that never become a handshake do not get here.
 */
const MAX_PER_ACCOUNT = 20;
const MAX_PER_ADDRESS = 1000;

export interface LiveSockets {
  /** Takes a place for a connection; null when there is none. The answer gives it back and may be called again. */
  take(userId: string, ip: string): (() => void) | null;
}

export function createLiveSockets(): LiveSockets {
  const counts = new Map<string, number>();
  const add = (key: string, by: number) => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  return {
    take(userId, ip) {
      const places: [string, number][] = [
        [`account:${userId}`, MAX_PER_ACCOUNT],
        [`address:${ip}`, MAX_PER_ADDRESS],
      ];
      if (places.some(([key, max]) => (counts.get(key) ?? 0) >= max)) return null;
      for (const [key] of places) add(key, 1);
      let held = true;
      return () => {
        if (held) for (const [key] of places) add(key, -1);
        held = false;
      };
    },
  };
}
