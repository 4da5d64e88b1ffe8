import {
  RateLimiterMemory,
  RateLimiterMongo,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible";
import type { Logger } from "pino";
import { limitClasses, type LimitClass } from "@fuzhen/shared/endpoint.ts";
import { AppError } from "./errors.ts";
import type { databaseForCounters } from "./database.ts";
import { connectRedis } from "./redis.ts";

interface Rule {
  points: number;
  /** Seconds from the first point until the count starts again. */
  duration: number;
  /**
   * Stored in the database (or Redis), so that a restart gives nobody new tries. The others are in memory and over in
   * moments.
   */
  lasting?: true;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Calls of one class of endpoints: per signed-in person, else per address, which a ward may share. */
const routeRules: Record<LimitClass, { person: Rule; address: Rule }> = {
  "sign-in": { person: { points: 60, duration: 300 }, address: { points: 600, duration: 300 } },
  code: { person: { points: 30, duration: 300 }, address: { points: 120, duration: 300 } },
  search: { person: { points: 240, duration: 60 }, address: { points: 2400, duration: 60 } },
  read: { person: { points: 900, duration: 60 }, address: { points: 6000, duration: 60 } },
  write: { person: { points: 600, duration: 60 }, address: { points: 3000, duration: 60 } },
  export: { person: { points: 20, duration: HOUR }, address: { points: 60, duration: HOUR } },
};

const rules = {
  /** Any call from one address: a hospital ward may share it. */
  address: { points: 1500, duration: 10 },
  /** Files of the client to one address. */
  page: { points: 3000, duration: 10 },
  /** The contract as a document and its page, for programmers: a few at a time. */
  document: { points: 60, duration: 10 },
  /** Calls of one account. */
  account: { points: 300, duration: 10 },
  /**
   * Wrong pairs of name and identity number by one specialist, so that emergency access cannot be used to find out who
   * is a patient.
   */
  "break-glass": { points: 10, duration: HOUR, lasting: true },
  /** Wrong second factors in one session, which ends with the last. */
  "second-factor": { points: 5, duration: 600, lasting: true },
  /**
   * Wrong second factors of one account from one address, against guessing in session after session without locking out
   * the owner elsewhere.
   */
  "second-factor-place": { points: 20, duration: HOUR, lasting: true },
  /** Crashes of browsers at one address. */
  crash: { points: 60, duration: HOUR },
  /** Socket packets of one connection, and of all connections of one account. */
  socket: { points: 400, duration: 10 },
  "socket-account": { points: 1200, duration: 10 },
  /** Wrong passwords; users/password-guard.ts explains who is counted where. */
  "wrong-by-device": { points: 10, duration: 900, lasting: true },
  "wrong-by-address": { points: 10, duration: 900, lasting: true },
  "wrong-by-strangers": { points: 30, duration: HOUR, lasting: true },
  "wrong-of-address": { points: 50, duration: 900, lasting: true },
  /** KiB that one account announces for upload. */
  "upload-day": { points: 1024 * 1024, duration: DAY, lasting: true },
  /** Seconds that the file workers spend on one account; a form of twenty photos takes twenty. */
  "reading-day": { points: 1200, duration: DAY, lasting: true },
  /** Text messages to one number; codes/send-code.ts explains the strangers' share. */
  "code-hour": { points: 5, duration: HOUR, lasting: true },
  "code-day": { points: 10, duration: DAY, lasting: true },
  "code-strangers-hour": { points: 4, duration: HOUR, lasting: true },
  "code-strangers-day": { points: 8, duration: DAY, lasting: true },
  /** Text messages asked for, and accounts opened, from one address; the setting SIGN_UPS_PER_ADDRESS. */
  "code-address": { points: 30, duration: HOUR, lasting: true },
  "sign-up": { points: 30, duration: HOUR, lasting: true },
} as const satisfies Record<string, Rule>;

export type Limit = keyof typeof rules | `${LimitClass}:${"person" | "address"}`;

export interface RateLimits {
  /** Counts one, or as many as said; throws `rate_limited` (with the seconds to wait) when there are not so many left. */
  consume(limit: Limit, key: string, points?: number): Promise<void>;
  /** Counts one in each, or none: what was counted before one of them refuses is given back. */
  consumeAll(limits: readonly (readonly [Limit, string])[]): Promise<void>;
  /** Gives back what turned out not to count. */
  refund(limit: Limit, key: string, points?: number): Promise<void>;
  /** Throws when the limit is used up, without counting. */
  check(limit: Limit, key: string): Promise<void>;
  reset(limit: Limit, key: string): Promise<void>;
  close(): Promise<void>;
}

export interface RateLimitStores {
  redisUrl: string | undefined;
  database: ReturnType<typeof databaseForCounters>;
  signUpsPerAddress: number;
  log: Pick<Logger, "warn">;
}

/**
 * Counts in memory, or in the database for limits that must outlast a restart; in Redis when several processes serve.
 */
export async function createRateLimits({
  redisUrl,
  database,
  signUpsPerAddress,
  log,
}: RateLimitStores): Promise<RateLimits> {
  const redis = redisUrl ? await connectRedis(redisUrl, log) : null;
  const create = async (name: string, { points, duration, lasting }: Rule): Promise<RateLimiterAbstract> => {
    const settings = { points, duration, keyPrefix: `limit:${name}` };
    if (redis) return new RateLimiterRedis({ ...settings, storeClient: redis, useRedisPackage: true });
    if (!lasting) return new RateLimiterMemory(settings);
    return new RateLimiterMongo({
      ...settings,
      storeClient: database,
      tableName: "rate_limits",
      disableIndexesCreation: true,
    });
  };
  const all: Record<string, Rule> = {
    ...rules,
    "code-address": { ...rules["code-address"], points: signUpsPerAddress },
    "sign-up": { ...rules["sign-up"], points: signUpsPerAddress },
    ...Object.fromEntries(
      limitClasses.flatMap((name) => [
        [`${name}:person`, routeRules[name].person],
        [`${name}:address`, routeRules[name].address],
      ]),
    ),
  };
  const limiters = new Map<string, RateLimiterAbstract>();
  for (const [name, rule] of Object.entries(all)) limiters.set(name, await create(name, rule));
  // All limits share one collection, whose unique key keeps parallel calls from starting separate counts.
  for (const limiter of limiters.values())
    if (limiter instanceof RateLimiterMongo) {
      await limiter.createIndexes();
      break;
    }
  const of = (limit: Limit) => limiters.get(limit) as RateLimiterAbstract;
  const refusal = ({ msBeforeNext }: RateLimiterRes) =>
    new AppError("rate_limited", [], Math.max(1, Math.ceil(msBeforeNext / 1000)));
  const limits: RateLimits = {
    async consume(limit, key, points = 1) {
      try {
        await of(limit).consume(key, points);
      } catch (error) {
        throw error instanceof RateLimiterRes ? refusal(error) : error;
      }
    },
    async consumeAll(wanted) {
      const taken: (readonly [Limit, string])[] = [];
      try {
        for (const one of wanted) {
          await limits.consume(...one);
          taken.push(one);
        }
      } catch (error) {
        for (const one of taken) await limits.refund(...one);
        throw error;
      }
    },
    refund: async (limit, key, points = 1) => void (await of(limit).reward(key, points)),
    async check(limit, key) {
      const state = await of(limit).get(key);
      if (state && state.remainingPoints <= 0) throw refusal(state);
    },
    reset: async (limit, key) => void (await of(limit).delete(key)),
    close: async () => {
      await redis?.close();
    },
  };
  return limits;
}
