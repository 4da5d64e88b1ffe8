import type { Actor } from "../../platform/context.ts";

/** Departments are kept by the admins of their own organisation. */
export const canKeepDepartment = (actor: Actor | null, department: { organizationId: string }): boolean =>
  actor?.role === "admin" && actor.organizationId === department.organizationId;
