import type { DataCheck } from "../../platform/data-check.ts";
import { refersTo } from "../../platform/row-checks.ts";
import { CareGrantModel, type CareGrantDoc } from "./care-grant.model.ts";

/** Nobody sees a patient without a reason that can be shown (R65). */
export const careAccessChecks: readonly DataCheck[] = [
  refersTo<CareGrantDoc>("care-access.grant-has-appointment", CareGrantModel, "appointmentId", "appointments"),
  refersTo<CareGrantDoc>("care-access.grant-has-patient", CareGrantModel, "patientId", "patients"),
  refersTo<CareGrantDoc>("care-access.grant-has-specialist", CareGrantModel, "specialistId", "specialists"),
];
