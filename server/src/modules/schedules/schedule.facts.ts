declare module "../../platform/outbox.ts" {
  interface Facts {
    "schedule:saved": { specialistId: string; organizationId: string; version: number };
    "schedule:published": { specialistId: string; organizationId: string; version: number; published: boolean };
  }
}
export {};
