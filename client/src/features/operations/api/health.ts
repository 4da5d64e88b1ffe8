import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** How the machine is; asked for again while the page is open. */
export const healthQuery = queryOptions({
  queryKey: ["operations", "health"],
  queryFn: () => api.operations.health(),
  refetchInterval: 30_000,
});
