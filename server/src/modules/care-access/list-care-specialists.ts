import { hasConsent } from "../patients/index.ts";
import type { Services } from "../../platform/context.ts";
import { faultToday, liveGrants } from "./require-patient-access.ts";

/** Specialists in whose care the patient is now, each once: whom a change of the record concerns beside the account. */
export async function listCareSpecialists({ now }: Pick<Services, "now">, patientId: string): Promise<string[]> {
  const grants = await liveGrants(patientId, now());
  if (grants.length === 0) return [];
  const consented = await hasConsent(patientId, "health-data");
  const told = new Set<string>();
  for (const grant of grants)
    if ((consented || grant.visitOpen) && !(await faultToday(grant, now()))) told.add(grant.specialistId);
  return [...told];
}
