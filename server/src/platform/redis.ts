import type { Logger } from "pino";
import type { createClient } from "redis";
import { describeFault } from "./describe-fault.ts";

/**
 * A connection to Redis that comes back by itself. Without an ear for `error` the client's first lost connection would be
 * an uncaught exception and end the server.
 */
export async function connectRedis(url: string, log: Pick<Logger, "warn">): Promise<ReturnType<typeof createClient>> {
  // Loaded where it is used: its 130 files are none of the others' business when they start.
  const redis = await import("redis");
  const client = redis.createClient({ url });
  client.on("error", (error: unknown) => log.warn({ error: describeFault(error) }, "redis is away"));
  await client.connect();
  return client;
}
