import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** How far the chain is sealed and what its last check found. */
export const integrityQuery = queryOptions({
  queryKey: ["oversight", "integrity"],
  queryFn: () => api.oversight.integrity(),
});
