import { queryOptions } from "@tanstack/react-query";
import type { ServiceRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Of the admin's own organisation. */
export const serviceRulesQuery = queryOptions({
  queryKey: ["service-rules"],
  queryFn: () => api.organizations.serviceRules(),
});

export const setServiceRules = (input: ServiceRules) => api.organizations.setServiceRules(input);
