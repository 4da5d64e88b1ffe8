import type { Services } from "../../platform/context.ts";
import { practiceFault } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { consentedAmong } from "../patients/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import { liveGrants } from "./require-patient-access.ts";
import { sees, specialistOf } from "./care-access.policy.ts";

/** A specialist in the room of a patient's visit. */
export interface InCare {
  specialistId: string;
  patientId: string;
}

/**
 * Of these those who could enter the room now: the gate's answer for the purpose `visit`, which no emergency opens, in a handful of
 * queries however many they are.
 */
export async function stillInCare<T extends InCare>(
  { now }: Pick<Services, "now">,
  pairs: readonly T[],
): Promise<Set<T>> {
  if (pairs.length === 0) return new Set();
  const at = now();
  const patientIds = [...new Set(pairs.map(({ patientId }) => patientId))];
  const specialists = await getSpecialists([...new Set(pairs.map(({ specialistId }) => specialistId))]);
  const grants = await liveGrants(patientIds, at);
  const consented = await consentedAmong(patientIds, "health-data");
  const practising = new Set(
    specialists.filter((one) => practiceFault(one, dayOf(at, one.timeZone)) === null).map(({ id }) => id),
  );
  return new Set(
    pairs.filter(({ specialistId, patientId }) => {
      if (!practising.has(specialistId)) return false;
      const own = grants.filter((grant) => specialistOf(grant) === specialistId && grant.patientId === patientId);
      return sees("visit", own, consented.has(patientId));
    }),
  );
}
