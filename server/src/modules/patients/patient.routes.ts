import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addPatient } from "./add-patient.ts";
import { grantConsent } from "./grant-consent.ts";
import { listConsentTexts, listMyPatients, readPatient } from "./patient.reads.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

export const routes = bindRoutes(contract.patients, {
  addPatient,
  myPatients: listMyPatients,
  patient: readPatient,
  consentTexts: listConsentTexts,
  grantConsent,
  withdrawConsent,
});
