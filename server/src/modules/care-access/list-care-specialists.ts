import type { Services } from "../../platform/context.ts";
import { specialistsWithLiveGrant } from "./care-grant.repo.ts";

/** Specialists who may see the patient now: whom a change of the record concerns beside the account. */
export const listCareSpecialists = ({ now }: Pick<Services, "now">, patientId: string): Promise<string[]> =>
  specialistsWithLiveGrant(patientId, now());
