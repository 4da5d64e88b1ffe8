import type { Logger } from "pino";
import { createClient } from "redis";
import { describeFault } from "./describe-fault.ts";

/**
 * A connection to Redis that comes back by itself. Without an ear for `error` the client's first lost connection would be
 * an uncaught exception and end the server.
 */
export async function connectRedis(url: string, log: Pick<Logger, "warn">): Promise<ReturnType<typeof createClient>> {
  const client = createClient({ url });
  client.on("error", (error: unknown) => log.warn({ error: describeFault(error) }, "redis is away"));
  await client.connect();
  return client;
}
