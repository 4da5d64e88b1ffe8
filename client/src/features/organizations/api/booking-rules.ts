import { queryOptions } from "@tanstack/react-query";
import type { BookingRules } from "@fuzhen/shared/organizations/organization.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Of the admin's own organisation. */
export const bookingRulesQuery = queryOptions({
  queryKey: ["booking-rules"],
  queryFn: () => api.organizations.bookingRules(),
});

export const setBookingRules = (input: BookingRules) => api.organizations.setBookingRules(input);
