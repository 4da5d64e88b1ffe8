import type { ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const withdrawConsent = (input: { patientId: string; purpose: ConsentPurpose }) =>
  api.patients.withdrawConsent(input);
