import type { ServiceRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./organization.facts.ts";
import { changeVisitSettings, getOrganization, setComplaintPhone } from "./organization.repo.ts";
import { settingsIn } from "./visit-settings.ts";

async function rulesOf(organizationId: string): Promise<ServiceRules> {
  const organization = await getOrganization(organizationId);
  const { questionHours } = settingsIn(organization);
  return { questionHours, complaintPhone: organization?.complaintPhone ?? "" };
}

/** What the caller's organisation promises its patients. */
export const readServiceRules = (ctx: Ctx): Promise<ServiceRules> => rulesOf(organizationOf(ctx));

/**
 * An admin sets for how long patients may ask after a visit, and where they complain. Sending the same again changes nothing and records no second fact.
 * Each visit takes the hours of the moment in which it ends, so a promise that was given stays.
 */
export async function setServiceRules(ctx: Ctx, rules: ServiceRules): Promise<ServiceRules> {
  const organizationId = organizationOf(ctx);
  await inTransaction(ctx, async () => {
    const from = await rulesOf(organizationId);
    if (from.questionHours === rules.questionHours && from.complaintPhone === rules.complaintPhone) return;
    await changeVisitSettings(organizationId, { questionHours: rules.questionHours });
    await setComplaintPhone(organizationId, rules.complaintPhone);
    await recordFact(ctx, {
      type: "organization:service-rules-set",
      patientId: null,
      entity: { type: "Organization", id: organizationId },
      data: { organizationId, from, to: rules },
    });
  });
  return rulesOf(organizationId);
}
