import { licencesLevel, LICENCE_DAYS, systemLevels } from "@fuzhen/shared/operations/health.rules.ts";
import type { Health } from "@fuzhen/shared/operations/health.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { version } from "../../version.ts";
import { licencesEndingBy } from "../specialists/index.ts";
import { systemHealth } from "./system-health.ts";

/** For admins with the duty `system`; of people it holds the own organisation's specialists alone. */
export async function getHealth(ctx: Ctx): Promise<Health> {
  const now = ctx.now();
  const [system, licences] = await Promise.all([
    systemHealth(ctx),
    licencesEndingBy(organizationOf(ctx), addDays(dayOf(now), LICENCE_DAYS)),
  ]);
  return {
    ...system,
    at: now.toISOString(),
    since: ctx.recent.since.toISOString(),
    version,
    licences,
    levels: { ...systemLevels(system, now), licences: licencesLevel(licences, now) },
  };
}
