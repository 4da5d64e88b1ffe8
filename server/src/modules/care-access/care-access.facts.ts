/** Who may see whom, and until when; instants as ISO strings. */
export interface GrantFact {
  appointmentId: string;
  specialistId: string;
  from: string;
  until: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "care-access:granted": GrantFact;
    "care-access:ended": { appointmentId: string };
  }
}
