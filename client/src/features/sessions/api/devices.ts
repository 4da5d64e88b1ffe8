import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Where this account is signed in. */
export const devicesQuery = queryOptions({ queryKey: ["devices"], queryFn: () => api.sessions.devices() });
