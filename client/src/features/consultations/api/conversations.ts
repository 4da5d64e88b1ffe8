import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Conversations of this person, latest activity first, page by page. */
export const conversationsQuery = infiniteQueryOptions({
  queryKey: ["consultation-lines"],
  queryFn: ({ pageParam }) => api.consultations.mine({ limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }),
  initialPageParam: "",
  getNextPageParam: (page) => page.nextCursor,
  // Message events go to members of the room only, so the list has to be refetched.
  refetchInterval: 15_000,
  refetchOnMount: "always",
});
