import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The soonest visits to come; only the most urgent has its place on the home page. */
export const upcomingQuery = queryOptions({
  queryKey: ["appointments", "home", "upcoming"],
  queryFn: async () => (await api.appointments.mine({ scope: "upcoming", limit: 10 })).items,
  // Asked again every minute: a doctor may have opened the visit, or the time to check in may have come.
  refetchInterval: 60_000,
});

export const pastQuery = queryOptions({
  queryKey: ["appointments", "home", "past"],
  queryFn: async () => (await api.appointments.mine({ scope: "past", limit: 5 })).items,
});
