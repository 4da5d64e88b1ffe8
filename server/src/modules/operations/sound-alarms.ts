import { systemLevels } from "@fuzhen/shared/operations/health.rules.ts";
import type { Services } from "../../platform/context.ts";
import { systemHealth } from "./system-health.ts";

/** Logs once when a part needs attention and once when it no longer does, for operators who watch the log. */
export async function soundAlarms(services: Services): Promise<void> {
  const { alarms } = services.recent;
  const levels = systemLevels(await systemHealth(services), services.now());
  for (const [part, level] of Object.entries(levels)) {
    if (level === "act" && !alarms.has(part)) services.log.warn({ part }, "health: act now");
    if (level !== "act" && alarms.has(part)) services.log.info({ part }, "health: over");
    if (level === "act") alarms.add(part);
    else alarms.delete(part);
  }
}
