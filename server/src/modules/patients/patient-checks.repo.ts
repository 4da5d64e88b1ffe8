import type { DataCheck } from "../../platform/data-check.ts";
import { opens, refersTo } from "../../platform/row-checks.ts";
import { ConsentModel, type ConsentDoc } from "./consent.model.ts";
import { PatientModel, type PatientDoc } from "./patient.model.ts";
import { sealPlace } from "./patient.repo.ts";

export const patientChecks: readonly DataCheck[] = [
  opens<PatientDoc>("patients.opens", PatientModel, ({ _id, ...row }, keys) => {
    keys.open(row.sealedPerson, sealPlace(String(_id), "person"));
    keys.open(row.idNumberSealed, sealPlace(String(_id), "id-number"));
    if (row.phoneSealed) keys.open(row.phoneSealed, sealPlace(String(_id), "phone"));
  }),
  refersTo<PatientDoc>("patients.has-account", PatientModel, "accountId", "users"),
  refersTo<ConsentDoc>("patients.consent-has-patient", ConsentModel, "patientId", "patients"),
];
