import type { ServerModule } from "../module.ts";
import { patientChecks } from "./patient-checks.repo.ts";
import "./patient.facts.ts";
import { routes } from "./patient.routes.ts";

export { activeConsentsReading, consentHistory as consentsOf, type ConsentRecord } from "./consent.repo.ts";
export { correctPatient, readCorrections } from "./correct-patient.ts";
export { leavePatient } from "./leave-patient.ts";
export { allConsents, findPatientsByDocument, requireOwnPatient } from "./patient.reads.ts";
export {
  getPatient,
  getPatients,
  listPatientsOfAccount,
  openPatient,
  personReading,
  type PatientRecord,
  type WholePatient,
} from "./patient.repo.ts";
export {
  consentedAmong,
  hasConsent,
  requireConsent,
  requireConsents,
  requireEveryConsent,
} from "./require-consents.ts";

export const patientsModule: ServerModule = { routes: { patients: routes }, checks: patientChecks };
