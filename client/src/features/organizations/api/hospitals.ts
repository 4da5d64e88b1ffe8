import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The hospitals with what the law has published of them (R1). */
export const hospitalsQuery = queryOptions({
  queryKey: ["hospitals"],
  queryFn: () => api.organizations.list(),
  staleTime: 10 * 60_000,
});
