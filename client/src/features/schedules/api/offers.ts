import { queryOptions } from "@tanstack/react-query";
import type { Offer } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Earliest free time and lowest fee of one page of specialists, by id. */
export const offersQuery = (specialistIds: string[]) =>
  queryOptions({
    queryKey: ["offers", specialistIds],
    queryFn: () => api.appointments.offers({ specialistIds }),
    select: (offers): ReadonlyMap<string, Offer> => new Map(offers.map((offer) => [offer.specialistId, offer])),
    enabled: specialistIds.length > 0,
    staleTime: 30_000,
  });
