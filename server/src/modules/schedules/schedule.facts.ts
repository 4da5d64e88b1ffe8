/** What changed in a schedule; the sessions themselves are read from it. */
interface ScheduleFact {
  specialistId: string;
  organizationId: string;
  version: number;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "schedule:saved": ScheduleFact;
    "schedule:published": ScheduleFact & { published: boolean };
  }
}
