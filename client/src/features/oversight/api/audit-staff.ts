import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Everybody who works or has worked here, to choose from. */
export const auditStaffQuery = queryOptions({
  queryKey: ["oversight", "staff"],
  queryFn: () => api.oversight.staff(),
  staleTime: 300_000,
});
