import { describeFault } from "./describe-fault.ts";
import type { Logger } from "pino";

/** What is to be stopped, by the name it has in the log, in the order in which it is stopped. */
export type Parts = Record<string, () => Promise<unknown> | void>;

/**
 * Stops one part after the other. A part that fails (its database has just died) is told to the log, and those after it
 * are stopped all the same: left running, they would keep the process until it is cut off.
 */
export async function stopInOrder(log: Pick<Logger, "error" | "debug">, parts: Parts): Promise<void> {
  for (const [part, stop] of Object.entries(parts)) {
    log.debug({ part }, "stopping a part");
    try {
      await stop();
    } catch (error) {
      log.error({ part, error: describeFault(error) }, "a part failed while stopping");
    }
  }
}
