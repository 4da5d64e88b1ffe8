import type { ConsentPurpose } from "@fuzhen/shared/accounts/patient.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const withdrawConsent = (input: { patientId: string; purpose: ConsentPurpose }) =>
  api.accounts.withdrawConsent(input);
