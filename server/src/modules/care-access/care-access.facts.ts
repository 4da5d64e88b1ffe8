import type { CareGrant } from "./care-grant.repo.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    /** Instants as ISO strings: a fact is plain data. */
    "care-access:granted": Pick<CareGrant, "appointmentId" | "specialistId"> & { from: string; until: string };
    "care-access:ended": { appointmentId: string };
  }
}
