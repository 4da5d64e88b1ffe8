import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Bookings of one hospital day of the admin's organisation, in order of the slots. */
export const bookingsOfDayQuery = (day: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["appointments", "bookings", day ?? "today"],
    queryFn: ({ pageParam }) =>
      api.appointments.bookingsOfDay({
        ...(day ? { day } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
        limit: 50,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
