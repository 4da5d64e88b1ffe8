import { organizationOf, type Ctx } from "../../platform/context.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { sightEnds } from "./care-access.policy.ts";
import { grantsOfOrganization } from "./care-grant.repo.ts";

/** How many patients and specialists of the caller's organisation would lose sight of each other at once with fewer days. */
export async function endingWith(
  ctx: Ctx,
  { careAccessDays }: { careAccessDays: number },
): Promise<{ patients: number; specialists: number }> {
  const organizationId = organizationOf(ctx);
  const now = ctx.now();
  const { careAccessDays: today } = await visitSettingsOf(organizationId);
  const ending = (await grantsOfOrganization(organizationId, now)).filter(
    (grant) => sightEnds(grant, today) > now && sightEnds(grant, careAccessDays) <= now,
  );
  return {
    patients: new Set(ending.map(({ patientId }) => patientId)).size,
    specialists: new Set(ending.map(({ specialistId }) => specialistId)).size,
  };
}
