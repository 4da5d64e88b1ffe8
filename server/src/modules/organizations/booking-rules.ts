import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./organization.facts.ts";
import { changeVisitSettings } from "./organization.repo.ts";
import { visitSettingsOf } from "./visit-settings.ts";

async function rulesOf(organizationId: string): Promise<BookingRules> {
  const settings = await visitSettingsOf(organizationId);
  const { bookingsPerSpecialistDay, bookingsPerDepartmentDay, bookingsPerPerson, bookingsPerAccount } = settings;
  return { bookingsPerSpecialistDay, bookingsPerDepartmentDay, bookingsPerPerson, bookingsPerAccount };
}

/** How many bookings the caller's organisation lets a person, and an account, hold. */
export const readBookingRules = (ctx: Ctx): Promise<BookingRules> => rulesOf(organizationOf(ctx));

/**
 * An admin sets the limits of bookings (R42). Sending the same again changes nothing and records no second fact. Each booking reads
 * them; those there are stay, whatever they come to.
 */
export async function setBookingRules(ctx: Ctx, rules: BookingRules): Promise<BookingRules> {
  const organizationId = organizationOf(ctx);
  await inTransaction(ctx, async () => {
    const from = await rulesOf(organizationId);
    if (Object.entries(rules).every(([name, value]) => from[name as keyof BookingRules] === value)) return;
    await changeVisitSettings(organizationId, rules);
    await recordFact(ctx, {
      type: "organization:booking-rules-set",
      patientId: null,
      entity: { type: "Organization", id: organizationId },
      data: { organizationId, from, to: rules },
    });
  });
  return rulesOf(organizationId);
}
