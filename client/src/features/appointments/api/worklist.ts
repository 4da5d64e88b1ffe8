import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The specialist's own day; live by `appointment:changed`, and asked again because abilities move with the clock. */
export const worklistQuery = (day: string) =>
  queryOptions({
    queryKey: ["appointments", "worklist", day],
    queryFn: () => api.appointments.worklist({ day }),
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
  });
