import type { DataCheck } from "../../platform/data-check.ts";
import { countRows, eachRow, opens, refersTo } from "../../platform/row-checks.ts";
import { ConsentModel, type ConsentDoc } from "./consent.model.ts";
import { CorrectionModel, type CorrectionRow } from "./patient-correction.model.ts";
import { correctionPlace } from "./patient-correction.repo.ts";
import { PatientModel, type PatientDoc } from "./patient.model.ts";
import { sealPlace } from "./patient.repo.ts";

export const patientChecks: readonly DataCheck[] = [
  opens<PatientDoc>("patients.opens", PatientModel, ({ _id, ...row }, keys) => {
    keys.open(row.sealedPerson, sealPlace(String(_id), "person"));
    keys.open(row.idNumberSealed, sealPlace(String(_id), "id-number"));
    if (row.phoneSealed) keys.open(row.phoneSealed, sealPlace(String(_id), "phone"));
  }),
  refersTo<PatientDoc>("patients.has-account", PatientModel, "accountId", "users"),
  refersTo<CorrectionRow>("patients.correction-has-patient", CorrectionModel, "patientId", "patients"),
  opens<CorrectionRow>("patients.correction-opens", CorrectionModel, ({ patientId, version, sealedChanges }, keys) =>
    keys.open(sealedChanges, correctionPlace(String(patientId), version)),
  ),
  // A version without its row would be a change without a trace (R33).
  eachRow<PatientDoc>("patients.every-correction-kept", PatientModel, async ({ _id, version }) =>
    (await countRows("patient_corrections", { patientId: _id })) === (version ?? 0) ? null : "corrections are missing",
  ),
  refersTo<ConsentDoc>("patients.consent-has-patient", ConsentModel, "patientId", "patients"),
];
