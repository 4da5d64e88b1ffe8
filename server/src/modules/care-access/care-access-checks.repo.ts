import type { DataCheck } from "../../platform/data-check.ts";
import { opens, refersTo } from "../../platform/row-checks.ts";
import { BreakGlassModel, type BreakGlassRow } from "./break-glass.model.ts";
import { accountSeal, reviewSeal } from "./break-glass.seals.ts";
import { CareGrantModel, type CareGrantDoc } from "./care-grant.model.ts";

/** Nobody sees a patient without a reason that can be shown (R65). */
export const careAccessChecks: readonly DataCheck[] = [
  refersTo<CareGrantDoc>("care-access.grant-has-appointment", CareGrantModel, "appointmentId", "appointments"),
  refersTo<CareGrantDoc>("care-access.grant-has-patient", CareGrantModel, "patientId", "patients"),
  refersTo<CareGrantDoc>("care-access.grant-has-specialist", CareGrantModel, "specialistId", "specialists"),
  refersTo<BreakGlassRow>("care-access.break-glass-has-patient", BreakGlassModel, "patientId", "patients"),
  refersTo<BreakGlassRow>("care-access.break-glass-has-specialist", BreakGlassModel, "specialistId", "specialists"),
  opens<BreakGlassRow>("care-access.break-glass-opens", BreakGlassModel, ({ _id, sealedAccount, review }, keys) => [
    keys.open(sealedAccount, accountSeal(String(_id))),
    review && keys.open(review.sealedAccount, reviewSeal(String(_id))),
  ]),
];
