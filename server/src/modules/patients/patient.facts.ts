import type { ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "patient:added": { patientId: string; accountId: string };
    "consent:granted": { patientId: string; purpose: ConsentPurpose; version: string };
    "consent:withdrawn": { patientId: string; purpose: ConsentPurpose };
  }
}
