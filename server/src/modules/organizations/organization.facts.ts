export interface DepartmentFact {
  departmentId: string;
  organizationId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "organization:added": { organizationId: string };
    "department:added": DepartmentFact & { code: string };
    "department:updated": DepartmentFact & { active: boolean };
  }
}
