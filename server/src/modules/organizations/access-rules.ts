import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./organization.facts.ts";
import { changeVisitSettings } from "./organization.repo.ts";
import { visitSettingsOf } from "./visit-settings.ts";

async function rulesOf(organizationId: string): Promise<AccessRules> {
  const { careAccessDays, breakGlassHours } = await visitSettingsOf(organizationId);
  return { careAccessDays, breakGlassHours };
}

/** How long the caller's organisation lets its specialists see a patient. */
export const readAccessRules = (ctx: Ctx): Promise<AccessRules> => rulesOf(organizationOf(ctx));

/**
 * A security admin sets the access rules (R64). Sending the same again changes nothing and records no second fact. The
 * gate reads the rules on every access, so fewer days also end accesses that are under way.
 */
export async function setAccessRules(ctx: Ctx, rules: AccessRules): Promise<AccessRules> {
  const organizationId = organizationOf(ctx);
  await inTransaction(ctx, async () => {
    const from = await rulesOf(organizationId);
    if (from.careAccessDays === rules.careAccessDays && from.breakGlassHours === rules.breakGlassHours) return;
    await changeVisitSettings(organizationId, rules);
    await recordFact(ctx, {
      type: "organization:access-rules-set",
      patientId: null,
      entity: { type: "Organization", id: organizationId },
      data: { organizationId, from, to: rules },
    });
  });
  return rulesOf(organizationId);
}
