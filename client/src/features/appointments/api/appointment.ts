import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** One appointment; its abilities change with the clock, so it is asked again while it is looked at. */
export const appointmentQuery = (appointmentId: string) =>
  queryOptions({
    queryKey: ["appointments", appointmentId],
    queryFn: () => api.appointments.get({ appointmentId }),
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
  });
