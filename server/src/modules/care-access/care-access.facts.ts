import type { BreakGlassReason, Verdict } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import type { BreakGlassRecord } from "./break-glass.repo.ts";

/** Whom an emergency opening concerns. */
export type BreakGlassFact = { breakGlassId: string } & Pick<
  BreakGlassRecord,
  "patientId" | "accountId" | "specialistId" | "organizationId"
>;

declare module "../../platform/outbox.ts" {
  interface Facts {
    /** Instants as ISO strings: a fact is plain data. */
    "care-access:granted": { appointmentId: string; specialistId: string; from: string; until: string };
    /** `specialistId` is missing in facts of older releases. */
    "care-access:ended": { appointmentId: string; specialistId?: string };
    "break-glass:opened": BreakGlassFact & { reason: BreakGlassReason; until: string };
    "break-glass:ended": BreakGlassFact;
    "break-glass:reviewed": BreakGlassFact & { verdict: Verdict };
  }
}

export const breakGlassFact = (record: BreakGlassRecord): BreakGlassFact => ({
  breakGlassId: record.id,
  patientId: record.patientId,
  accountId: record.accountId,
  specialistId: record.specialistId,
  organizationId: record.organizationId,
});
