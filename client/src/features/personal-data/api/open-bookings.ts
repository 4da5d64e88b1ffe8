import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** What of a 就诊人 is open; asked anew each time, for it is what the person decides on. */
export const openBookingsQuery = (patientId: string) =>
  queryOptions({
    queryKey: ["patients", patientId, "open-bookings"],
    queryFn: () => api.personalData.openBookings({ patientId }),
    staleTime: 0,
    gcTime: 0,
  });
