import { queryOptions } from "@tanstack/react-query";
import type { WaitingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Of the admin's own organisation. */
export const waitingRulesQuery = queryOptions({
  queryKey: ["waiting-rules"],
  queryFn: () => api.organizations.waitingRules(),
});

export const setWaitingRules = (input: WaitingRules) => api.organizations.setWaitingRules(input);
