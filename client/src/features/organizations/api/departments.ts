import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Open departments of all hospitals. */
export const departmentsQuery = queryOptions({
  queryKey: ["departments"],
  queryFn: () => api.organizations.departments(),
  staleTime: 10 * 60_000,
});
