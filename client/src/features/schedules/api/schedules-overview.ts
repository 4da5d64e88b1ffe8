import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Schedules of all specialists of the admin's organisation. */
export const schedulesOverviewQuery = queryOptions({
  queryKey: ["schedules", "overview"],
  queryFn: () => api.schedules.overview(),
});
