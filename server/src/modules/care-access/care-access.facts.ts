declare module "../../platform/outbox.ts" {
  interface Facts {
    "care-access:granted": { appointmentId: string; specialistId: string; from: string; until: string };
    "care-access:ended": { appointmentId: string };
  }
}
export {};
