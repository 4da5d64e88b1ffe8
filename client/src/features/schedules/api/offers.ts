import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Earliest free time and lowest fee of one page of specialists. */
export const offersQuery = (specialistIds: string[]) =>
  queryOptions({
    queryKey: ["offers", specialistIds],
    queryFn: () => api.appointments.offers({ specialistIds }),
    enabled: specialistIds.length > 0,
    staleTime: 30_000,
  });
