import type { Duty, Role } from "@fuzhen/shared/roles.ts";

export interface StaffFact {
  userId: string;
  organizationId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "staff:added": StaffFact & { role: Role; duty: Duty | null };
    "staff:deactivated": StaffFact;
    "staff:reactivated": StaffFact;
    "staff:duty-changed": StaffFact & { from: Duty; to: Duty };
    "staff:password-set": StaffFact;
    "staff:factors-reset": StaffFact;
  }
}
