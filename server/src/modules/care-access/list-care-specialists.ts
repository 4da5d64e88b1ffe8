import { hasConsent } from "../patients/index.ts";
import type { Services } from "../../platform/context.ts";
import { sees, specialistOf } from "./care-access.policy.ts";
import { faultToday, liveGrants } from "./require-patient-access.ts";

/** Specialists with a grant in force, whatever stands against their using it now: whose sight a change may end. */
export const specialistsInCare = async ({ now }: Pick<Services, "now">, patientId: string): Promise<string[]> => [
  ...new Set((await liveGrants([patientId], now())).flatMap((grant) => specialistOf(grant) ?? [])),
];

/**
 * The specialists who may see the patient's reports now, each once: besides the account, they are told when these change.
 */
export async function listCareSpecialists({ now }: Pick<Services, "now">, patientId: string): Promise<string[]> {
  const grants = await liveGrants([patientId], now());
  if (grants.length === 0) return [];
  const consented = await hasConsent(patientId, "health-data");
  const told = new Set<string>();
  for (const grant of grants) {
    const specialistId = specialistOf(grant);
    if (specialistId === null || told.has(specialistId) || !sees("read-report", [grant], consented)) continue;
    const { organizationId } = grant;
    if (!(await faultToday({ specialistId, organizationId }, now()))) told.add(specialistId);
  }
  return [...told];
}
