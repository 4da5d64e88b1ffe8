import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The specialist's own day. Updated by `appointment:changed`, and refetched because abilities change with time. */
export const worklistQuery = (day: string) =>
  queryOptions({
    queryKey: ["appointments", "worklist", day],
    queryFn: () => api.appointments.worklist({ day }),
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
  });
