import { DAY_MS } from "@fuzhen/shared/time.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { specialistOf } from "./care-access.policy.ts";
import { grantsOfVisits } from "./care-grant.repo.ts";
import { sightEnds } from "./grounds.ts";

/** Rows that are looked at; the answer says when there are more. */
const LOOK = 5000;

/** How many patients and specialists of the caller's organisation would lose sight of each other at once with fewer days. */
export async function endingWith(
  ctx: Ctx,
  { careAccessDays }: { careAccessDays: number },
): Promise<{ patients: number; specialists: number; more: boolean }> {
  const organizationId = organizationOf(ctx);
  const now = ctx.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const today = await visitSettingsOf(organizationId);
  const span = { notBefore: daysAgo(today.careAccessDays), notAfter: daysAgo(careAccessDays) };
  const found = await grantsOfVisits(organizationId, span, LOOK);
  const ending = found.filter((grant) => sightEnds(grant, today) > now && sightEnds(grant, { careAccessDays }) <= now);
  return {
    patients: new Set(ending.map(({ patientId }) => patientId)).size,
    specialists: new Set(ending.map(specialistOf)).size,
    more: found.length === LOOK,
  };
}
