import type { CorrectPatientInput } from "@fuzhen/shared/patients/correction.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Corrects a 就诊人; the same requestKey again corrects once. */
export const correctPatient = (input: Omit<CorrectPatientInput, "guardianConsent"> & { guardianConsent?: boolean }) =>
  api.personalData.correctPatient(input);
