import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, opens, oneRow, refersTo } from "../../platform/row-checks.ts";
import { BreakGlassModel, type BreakGlassRow } from "./break-glass.model.ts";
import { accountSeal, reviewSeal } from "./break-glass.seals.ts";
import { CareGrantModel, type CareGrantDoc } from "./care-grant.model.ts";
import { grounds } from "./grounds.ts";

const grant = (
  name: string,
  path: "patientId" | "ground.id" | "grantee.id" | "organizationId",
  collection: string,
  from = {},
): DataCheck => refersTo<CareGrantDoc>(`care-access.${name}`, CareGrantModel, path, collection, { from });

/** Nobody sees a patient without a reason that can be shown (R65). */
export const careAccessChecks: readonly DataCheck[] = [
  grant("grant-has-appointment", "ground.id", "appointments", { "ground.kind": "appointment" }),
  grant("grant-has-opening", "ground.id", "break_glasses", { "ground.kind": "break-glass" }),
  grant("grant-has-patient", "patientId", "patients"),
  grant("grant-has-specialist", "grantee.id", "specialists", { "grantee.kind": "specialist" }),
  grant("grant-has-organization", "organizationId", "organizations"),
  eachRow<CareGrantDoc>("care-access.grant-keeps-to-its-ground", CareGrantModel, ({ grantee, ground, purposes }) => {
    const allowed = Object.hasOwn(grounds, ground.kind) ? grounds[ground.kind] : null;
    if (!allowed?.grantees.includes(grantee.kind)) return "given to whom its ground is not for";
    return purposes.every((one) => allowed.purposes.includes(one)) ? null : "allows more than its ground";
  }),
  refersTo<BreakGlassRow>("care-access.break-glass-has-patient", BreakGlassModel, "patientId", "patients"),
  refersTo<BreakGlassRow>("care-access.break-glass-has-specialist", BreakGlassModel, "specialistId", "specialists"),
  // An emergency and its access are written in one transaction, and end in one.
  eachRow<BreakGlassRow>("care-access.break-glass-is-its-grant", BreakGlassModel, async (opening) => {
    const given = await oneRow<CareGrantDoc>("care_grants", { "ground.id": opening._id });
    if (!given) return "gives no access";
    const same =
      String(given.grantee.id) === String(opening.specialistId) &&
      String(given.patientId) === String(opening.patientId) &&
      given.until.getTime() === opening.until.getTime() &&
      given.endedAt?.getTime() === opening.endedAt?.getTime();
    return same ? null : "gives another access than was opened";
  }),
  opens<BreakGlassRow>("care-access.break-glass-opens", BreakGlassModel, ({ _id, sealedAccount, review }, keys) => [
    keys.open(sealedAccount, accountSeal(String(_id))),
    review && keys.open(review.sealedAccount, reviewSeal(String(_id))),
  ]),
];
