import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The account's appointments: `upcoming` soonest first, `past` latest first. */
export const myAppointmentsQuery = (scope: "upcoming" | "past") =>
  infiniteQueryOptions({
    queryKey: ["appointments", "mine", scope],
    queryFn: ({ pageParam }) => api.appointments.mine({ scope, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The one appointment that comes next, or null. */
export const soonestAppointmentQuery = queryOptions({
  queryKey: ["appointments", "soonest"],
  queryFn: async () => (await api.appointments.mine({ scope: "upcoming", limit: 1 })).items[0] ?? null,
});
