import { isDeepStrictEqual } from "node:util";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact, type Facts } from "../../platform/outbox.ts";
import "./organization.facts.ts";
import { changeVisitSettings, getOrganization, setTold, type OrganizationRecord } from "./organization.repo.ts";
import { settingsIn } from "./visit-settings.ts";

type RulesFact =
  | "organization:access-rules-set"
  | "organization:booking-rules-set"
  | "organization:waiting-rules-set"
  | "organization:service-rules-set";

/**
 * A page of settings of the caller's organisation. Sending the same again changes nothing and records no second fact; the fact holds
 * both what was set and what was there.
 */
function rulesOf<T extends RulesFact>(
  type: T,
  read: (organization: OrganizationRecord | null) => Facts[T]["to"],
  write: (organizationId: string, rules: Facts[T]["to"]) => Promise<void>,
) {
  const present = async (organizationId: string) => read(await getOrganization(organizationId));
  return {
    read: (ctx: Ctx) => present(organizationOf(ctx)),
    async set(ctx: Ctx, rules: Facts[T]["to"]): Promise<Facts[T]["to"]> {
      const organizationId = organizationOf(ctx);
      await inTransaction(ctx, async () => {
        const from = await present(organizationId);
        if (isDeepStrictEqual(from, rules)) return;
        await write(organizationId, rules);
        const data = { organizationId, from, to: rules } as Facts[T];
        await recordFact(ctx, { type, patientId: null, entity: { type: "Organization", id: organizationId }, data });
      });
      return present(organizationId);
    },
  };
}

/**
 * How long specialists see a patient, set by a security admin (R64). The gate reads it on every access, so fewer days also end
 * accesses that are under way.
 */
export const accessRules = rulesOf(
  "organization:access-rules-set",
  (organization) => {
    const { careAccessDays, breakGlassHours } = settingsIn(organization);
    return { careAccessDays, breakGlassHours };
  },
  changeVisitSettings,
);

/** How many bookings a person, and an account, may hold (R42). Each booking reads it; those there are stay, whatever they come to. */
export const bookingRules = rulesOf(
  "organization:booking-rules-set",
  (organization) => {
    const settings = settingsIn(organization);
    const { bookingsPerSpecialistDay, bookingsPerDepartmentDay, bookingsPerPerson, bookingsPerAccount } = settings;
    return { bookingsPerSpecialistDay, bookingsPerDepartmentDay, bookingsPerPerson, bookingsPerAccount };
  },
  changeVisitSettings,
);

/** Late arrivals and calls that are not followed: whoever is checked in or called next is handled by them. */
export const waitingRules = rulesOf(
  "organization:waiting-rules-set",
  (organization) => {
    const { lateGraceMinutes, passedPlaces, callsBeforeNoShow, closesMinutesAfter } = settingsIn(organization);
    return { lateGraceMinutes, passedPlaces, callsBeforeNoShow, closesMinutesAfter };
  },
  changeVisitSettings,
);

/**
 * For how long patients may ask after a visit, where they complain and how they pay. Each visit takes the hours of the moment in
 * which it ends, so a promise that was given stays.
 */
export const serviceRules = rulesOf(
  "organization:service-rules-set",
  (organization) => {
    const { questionHours, feePayment } = settingsIn(organization);
    return { questionHours, complaintPhone: organization?.complaintPhone ?? "", feePayment };
  },
  async (organizationId, { questionHours, ...told }) => {
    await changeVisitSettings(organizationId, { questionHours });
    await setTold(organizationId, told);
  },
);
