import path from "node:path";
import type { Logger } from "pino";
import type { Env } from "./env.ts";
import type { Services } from "./platform/context.ts";
import { createKeys, loadMasterKey } from "./platform/keys.ts";
import { createDiskStore } from "./platform/object-store.ts";
import { createRateLimits } from "./platform/rate-limit.ts";

/** What the house lends to its use cases: the same for the server and for the commands of an operator. */
export async function createServices(env: Env, log: Logger): Promise<Omit<Services, "pokeOutbox">> {
  return {
    env,
    log,
    keys: createKeys(await loadMasterKey(env.DATA_DIR, env.MASTER_KEY)),
    objects: createDiskStore(path.resolve(env.DATA_DIR, "files")),
    limits: await createRateLimits(env.REDIS_URL),
    now: () => new Date(),
  };
}
