import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Bookings to come whose specialist may not see patients on that day any more; the first page says how many there are. */
export const bookingsAwayQuery = infiniteQueryOptions({
  queryKey: ["appointments", "bookings-away"],
  queryFn: ({ pageParam }) => api.appointments.bookingsAway({ ...(pageParam ? { cursor: pageParam } : {}), limit: 50 }),
  initialPageParam: "",
  getNextPageParam: (page) => page.nextCursor,
});
