import { specialistsOfOrganization } from "./specialist.repo.ts";

/** Licences of an organisation that have run out or will by that day, soonest first. */
export async function licencesEndingBy(
  organizationId: string,
  day: string,
): Promise<{ specialistId: string; name: string; validTo: string }[]> {
  const specialists = await specialistsOfOrganization(organizationId);
  return specialists
    .filter(({ licenceValidTo }) => licenceValidTo <= day)
    .map(({ id, name, licenceValidTo }) => ({ specialistId: id, name, validTo: licenceValidTo }))
    .toSorted((a, b) => (a.validTo < b.validTo ? -1 : 1));
}
