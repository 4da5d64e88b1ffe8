import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { createClient } from "redis";
import { AppError } from "./errors.ts";

/** Classes of limits: points per seconds, counted per key (address, account, socket). */
const classes = {
  /** Any call from one address: a hospital ward may share it. */
  address: { points: 1500, duration: 10 },
  /** Calls of one account. */
  account: { points: 300, duration: 10 },
  /** Wrong passwords for one phone from one address, so that nobody can lock another person out from afar. */
  "wrong-password": { points: 10, duration: 900 },
  /** New accounts from one address. */
  "sign-up": { points: 60, duration: 3600 },
  /** Socket packets of one connection. */
  socket: { points: 400, duration: 10 },
} as const;
type LimitClass = keyof typeof classes;

export interface RateLimits {
  /** Counts one; throws `rate_limited` when the class is exhausted for the key. */
  consume(limit: LimitClass, key: string): Promise<void>;
  /** Throws when exhausted, counts nothing. */
  check(limit: LimitClass, key: string): Promise<void>;
  reset(limit: LimitClass, key: string): Promise<void>;
  close(): Promise<void>;
}

/** Counts in memory, or in Redis when several processes serve (`REDIS_URL`). */
export async function createRateLimits(redisUrl: string | undefined): Promise<RateLimits> {
  const client = redisUrl ? await createClient({ url: redisUrl }).connect() : null;
  const limiters = new Map<LimitClass, RateLimiterAbstract>(
    Object.entries(classes).map(([name, options]) => {
      const settings = { ...options, keyPrefix: `limit:${name}` };
      return [
        name as LimitClass,
        client ? new RateLimiterRedis({ ...settings, storeClient: client }) : new RateLimiterMemory(settings),
      ];
    }),
  );
  const of = (limit: LimitClass) => limiters.get(limit) as RateLimiterAbstract;
  const refuse = (error: unknown) => {
    if (error instanceof RateLimiterRes) throw new AppError("rate_limited");
    throw error;
  };
  return {
    consume: (limit, key) =>
      of(limit)
        .consume(key)
        .then(() => undefined, refuse),
    async check(limit, key) {
      const state = await of(limit).get(key);
      if (state && state.remainingPoints <= 0) throw new AppError("rate_limited");
    },
    reset: (limit, key) =>
      of(limit)
        .delete(key)
        .then(() => undefined),
    close: async () => {
      await client?.close();
    },
  };
}
