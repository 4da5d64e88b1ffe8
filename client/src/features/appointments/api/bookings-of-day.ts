import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { ListBookingsInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { api } from "../../../lib/api/client.ts";

export type BookingsSearch = Partial<Pick<ListBookingsInput, "q" | "departmentId" | "state">>;

/** Bookings of one hospital day of the admin's organisation, in order of the slots. */
export const bookingsOfDayQuery = (day: string, search: BookingsSearch) =>
  infiniteQueryOptions({
    queryKey: ["appointments", "bookings", day, search],
    queryFn: ({ pageParam }) =>
      api.appointments.bookingsOfDay({ ...search, day, ...(pageParam ? { cursor: pageParam } : {}), limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
