import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/**
 * Two weeks of a specialist's days. The server tells only the two sides of a booking that it changed, so what other
 * patients take is asked for while the page is looked at.
 */
export const slotsQuery = (specialistId: string) =>
  queryOptions({
    queryKey: ["slots", specialistId],
    queryFn: () => api.appointments.slots({ specialistId }),
    staleTime: 5_000,
    refetchInterval: 20_000,
    refetchOnWindowFocus: true,
  });
