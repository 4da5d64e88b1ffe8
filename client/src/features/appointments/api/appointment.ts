import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** One appointment, refetched while on screen, since its abilities change with time. */
export const appointmentQuery = (appointmentId: string) =>
  queryOptions({
    queryKey: ["appointments", appointmentId],
    queryFn: () => api.appointments.get({ appointmentId }),
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
  });
