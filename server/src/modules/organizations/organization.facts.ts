import type { Department } from "@fuzhen/shared/organizations/organization.schema.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "organization:added": { organizationId: string };
    "department:added": { departmentId: string } & Pick<Department, "organizationId" | "code">;
    "department:updated": { departmentId: string } & Pick<Department, "organizationId" | "active">;
  }
}
