import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** How this person is to be reached, and what this server and device can do. */
export const reachSettingsQuery = queryOptions({
  queryKey: ["reach", "settings"],
  queryFn: () => api.reach.settings(),
});
