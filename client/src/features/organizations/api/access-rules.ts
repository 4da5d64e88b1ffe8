import { queryOptions } from "@tanstack/react-query";
import type { AccessRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Of the security admin's own organisation. */
export const accessRulesQuery = queryOptions({
  queryKey: ["access-rules"],
  queryFn: () => api.organizations.accessRules(),
});

/** Whom fewer days would touch at once. */
export const endingWith = (careAccessDays: number) => api.careAccess.endingWith({ careAccessDays });

export const setAccessRules = (input: AccessRules) => api.organizations.setAccessRules(input);
