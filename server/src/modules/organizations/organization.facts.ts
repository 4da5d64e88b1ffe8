import type {
  AccessRules,
  BookingRules,
  Department,
  ServiceRules,
  WaitingRules,
} from "@fuzhen/shared/organizations/organization.schema.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "organization:added": { organizationId: string };
    "organization:access-rules-set": { organizationId: string; from: AccessRules; to: AccessRules };
    "organization:booking-rules-set": { organizationId: string; from: BookingRules; to: BookingRules };
    "organization:waiting-rules-set": { organizationId: string; from: WaitingRules; to: WaitingRules };
    "organization:service-rules-set": { organizationId: string; from: ServiceRules; to: ServiceRules };
    "department:added": { departmentId: string } & Pick<Department, "organizationId" | "code">;
    "department:updated": { departmentId: string } & Pick<Department, "organizationId" | "active">;
  }
}
