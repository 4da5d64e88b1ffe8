import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, opens, refersTo } from "../../platform/row-checks.ts";
import { ConsentModel, type ConsentDoc } from "./consent.model.ts";
import { FactorModel, type FactorDoc } from "./factor.model.ts";
import { PatientModel, type PatientDoc } from "./patient.model.ts";
import { sealPlace } from "./patient.repo.ts";
import { openPhone, phoneLookupOf } from "./phones.ts";
import { SessionModel, type SessionDoc } from "./session.model.ts";
import { openSecret } from "./totp.ts";
import { UserModel, type UserDoc } from "./user.model.ts";

export const accountChecks: readonly DataCheck[] = [
  // A phone that opens but is not found under its hash could never sign in.
  opens<UserDoc>("accounts.user-opens", UserModel, ({ _id, phoneSealed, phoneLookup }, keys) => {
    const phone = openPhone(keys, { id: String(_id), phoneSealed });
    if (phoneLookupOf(keys, phone) !== phoneLookup) throw new Error("hash of another phone");
  }),
  opens<PatientDoc>("accounts.patient-opens", PatientModel, ({ _id, ...row }, keys) => {
    keys.open(row.sealedPerson, sealPlace(String(_id), "person"));
    keys.open(row.idNumberSealed, sealPlace(String(_id), "id-number"));
    if (row.phoneSealed) keys.open(row.phoneSealed, sealPlace(String(_id), "phone"));
  }),
  refersTo<PatientDoc>("accounts.patient-has-account", PatientModel, "accountId", "users"),
  refersTo<SessionDoc>("accounts.session-has-user", SessionModel, "userId", "users"),
  opens<FactorDoc>("accounts.factor-opens", FactorModel, ({ _id, secretSealed }, keys) =>
    secretSealed === undefined ? null : openSecret(keys, String(_id), secretSealed),
  ),
  refersTo<FactorDoc>("accounts.factor-has-user", FactorModel, "userId", "users"),
  // The number decides whether a factor may go or another come, and whether a second step is asked for at all.
  eachRow<UserDoc>("accounts.factors-are-counted", UserModel, async ({ _id, factorCount }) =>
    (await FactorModel.countDocuments({ userId: _id })) === (factorCount ?? 0) ? null : "counts other factors",
  ),
  refersTo<ConsentDoc>("accounts.consent-has-patient", ConsentModel, "patientId", "patients"),
];
