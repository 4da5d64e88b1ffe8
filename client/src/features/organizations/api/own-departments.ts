import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Departments of the admin's own organisation, active or not. */
export const ownDepartmentsQuery = queryOptions({
  queryKey: ["departments", "own"],
  queryFn: () => api.organizations.ownDepartments(),
});
