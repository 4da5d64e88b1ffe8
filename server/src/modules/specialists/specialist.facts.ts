import type { UpdateSpecialistInput } from "@fuzhen/shared/specialists/specialist.schema.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "specialist:added": { specialistId: string; organizationId: string };
    /** Names of the fields that were given, never their content. */
    "specialist:updated": { specialistId: string; organizationId: string; changed: (keyof UpdateSpecialistInput)[] };
    "specialist:published": { specialistId: string; organizationId: string; published: boolean };
  }
}
