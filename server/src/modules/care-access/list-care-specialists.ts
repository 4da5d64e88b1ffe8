import { hasConsent } from "../patients/index.ts";
import type { Services } from "../../platform/context.ts";
import { faultToday, liveGrants } from "./require-patient-access.ts";

/** Specialists with a grant in force, whatever stands against their using it now: whose sight a change may end. */
export const specialistsInCare = async ({ now }: Pick<Services, "now">, patientId: string): Promise<string[]> => [
  ...new Set((await liveGrants([patientId], now())).map((grant) => grant.specialistId)),
];

/**
 * The specialists who may see the patient now, each once: besides the account, they are told when the record changes.
 */
export async function listCareSpecialists({ now }: Pick<Services, "now">, patientId: string): Promise<string[]> {
  const grants = await liveGrants([patientId], now());
  if (grants.length === 0) return [];
  const consented = await hasConsent(patientId, "health-data");
  const told = new Set<string>();
  for (const grant of grants)
    if (!grant.questionsOnly && (consented || grant.visitOpen) && !(await faultToday(grant, now())))
      told.add(grant.specialistId);
  return [...told];
}
