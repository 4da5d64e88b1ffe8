import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** How many lines of the bell are unread. */
export const unreadQuery = queryOptions({
  queryKey: ["notifications", "unread"],
  queryFn: async () => (await api.notifications.mine({ limit: 1 })).unread,
});
