import type { ConsentPurpose } from "@fuzhen/shared/accounts/patient.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "account:created": { userId: string; role: Role };
    "account:password-changed": { userId: string };
    "session:started": { sessionId: string; userId: string };
    "session:revoked": { sessionId: string; userId: string; reason: "sign-out" | "reuse" | "password-changed" };
    "patient:added": { patientId: string; accountId: string };
    "consent:granted": { patientId: string; purpose: ConsentPurpose; version: string };
    "consent:withdrawn": { patientId: string; purpose: ConsentPurpose };
  }
}
