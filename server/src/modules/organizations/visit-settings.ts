import { defaultVisitSettings, type VisitSettings } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { HOSPITAL_ZONE } from "@fuzhen/shared/time.ts";
import { getOrganization } from "./organization.repo.ts";

/** An organisation's visit settings merged over the defaults, with its time zone. */
export async function visitSettingsOf(organizationId: string): Promise<VisitSettings & { timeZone: string }> {
  const organization = await getOrganization(organizationId);
  const own = Object.entries(organization?.visitSettings ?? {}).filter(([, value]) => typeof value === "number");
  return {
    ...defaultVisitSettings,
    ...Object.fromEntries(own),
    timeZone: organization?.timeZone ?? HOSPITAL_ZONE,
  };
}
