import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The bell, newest first, page by page. */
export const notificationsQuery = infiniteQueryOptions({
  queryKey: ["notifications", "list"],
  queryFn: ({ pageParam }) => api.notifications.mine(pageParam === null ? {} : { cursor: pageParam }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});
