import type { CorrectableField } from "@fuzhen/shared/patients/correction.rules.ts";
import type { ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "patient:added": { patientId: string; accountId: string };
    /** Which fields; from what to what stands sealed with the patient. */
    "patient:corrected": { patientId: string; accountId: string; version: number; fields: CorrectableField[] };
    "patient:removed": { patientId: string; accountId: string };
    "consent:granted": { patientId: string; purpose: ConsentPurpose; version: string };
    "consent:withdrawn": { patientId: string; purpose: ConsentPurpose };
  }
}
