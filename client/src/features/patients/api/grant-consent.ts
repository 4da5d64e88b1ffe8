import type { ConsentText } from "@fuzhen/shared/patients/patient.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Consents for the patient to exactly the text that was shown. */
export const grantConsent = ({ patientId, text }: { patientId: string; text: ConsentText }) =>
  api.patients.grantConsent({ patientId, purpose: text.purpose, version: text.version, textSha256: text.sha256 });
