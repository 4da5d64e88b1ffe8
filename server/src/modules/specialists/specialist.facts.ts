export interface SpecialistFact {
  specialistId: string;
  organizationId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "specialist:added": SpecialistFact;
    "specialist:updated": SpecialistFact & { changed: string[] };
    "specialist:published": SpecialistFact & { published: boolean };
  }
}
