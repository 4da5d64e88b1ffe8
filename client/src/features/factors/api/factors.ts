import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The second factors of a member of staff, and how many recovery codes are left. */
export const factorsQuery = queryOptions({ queryKey: ["factors"], queryFn: () => api.factors.list() });
