import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Specialists of the admin's own organisation, published or not. */
export const staffQuery = queryOptions({ queryKey: ["specialists", "staff"], queryFn: () => api.specialists.staff() });
