import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** What of later days waits for the specialist's judgement. */
export const unjudgedQuery = queryOptions({
  queryKey: ["appointments", "unjudged"],
  queryFn: () => api.appointments.unjudged(),
  refetchOnWindowFocus: true,
});
