import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Calls that ring for this person now; asked again with each change of a call, and after each reconnect. */
export const ringingQuery = queryOptions({
  queryKey: ["consultations", "ringing"],
  queryFn: async () => (await api.consultations.ringing()).items,
  // A call that rang when the page was left may be over.
  staleTime: 0,
  gcTime: 0,
});
