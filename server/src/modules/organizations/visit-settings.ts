import { defaultVisitSettings, type VisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { unsaidPayment, type FeePayment } from "@fuzhen/shared/organizations/fee-payment.ts";
import { HOSPITAL_ZONE } from "@fuzhen/shared/time.ts";
import { getOrganization, type OrganizationRecord } from "./organization.repo.ts";

export type Settings = VisitSettings & { timeZone: string; feePayment: FeePayment };

/** An organisation's visit settings merged over the defaults, with its time zone and how its fee is paid. */
export const visitSettingsOf = async (organizationId: string): Promise<Settings> =>
  settingsIn(await getOrganization(organizationId));

export function settingsIn(organization: OrganizationRecord | null): Settings {
  const own = Object.entries(organization?.visitSettings ?? {}).filter(([, value]) => typeof value === "number");
  return {
    ...defaultVisitSettings,
    ...Object.fromEntries(own),
    timeZone: organization?.timeZone ?? HOSPITAL_ZONE,
    feePayment: organization?.feePayment ?? unsaidPayment,
  };
}
