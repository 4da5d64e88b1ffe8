import { findLicencesEnding } from "./specialist.repo.ts";

/** The page of health names no more; the list of specialists finds the rest by "licence ended". */
const MOST = 200;

/** Licences of an organisation that have run out or will by that day, soonest first. */
export async function licencesEndingBy(
  organizationId: string,
  day: string,
): Promise<{ specialistId: string; name: string; validTo: string }[]> {
  return (await findLicencesEnding(organizationId, day, MOST)).map(({ id, name, licenceValidTo }) => ({
    specialistId: id,
    name,
    validTo: licenceValidTo,
  }));
}
