import type { SpecialistFieldName } from "@fuzhen/shared/specialists/specialist.fields.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "specialist:added": { specialistId: string; organizationId: string };
    /** Names of the fields that are no longer what they were, never their content. */
    "specialist:updated": { specialistId: string; organizationId: string; changed: SpecialistFieldName[] };
    "specialist:published": { specialistId: string; organizationId: string; published: boolean };
  }
}
