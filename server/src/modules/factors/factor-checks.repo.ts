import type { DataCheck } from "../../platform/data-check.ts";
import { opens, refersTo } from "../../platform/row-checks.ts";
import { FactorModel, type FactorDoc } from "./factor.model.ts";
import { openSecret } from "./totp.ts";

export const factorChecks: readonly DataCheck[] = [
  opens<FactorDoc>("factors.opens", FactorModel, ({ _id, secretSealed }, keys) =>
    secretSealed === undefined ? null : openSecret(keys, String(_id), secretSealed),
  ),
  refersTo<FactorDoc>("factors.has-user", FactorModel, "userId", "users"),
];
