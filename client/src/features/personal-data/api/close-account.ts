import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";
import { clearSession } from "../../../lib/session.tsx";

/** What is open of all 就诊人; asked anew each time, for it is what the person decides on. */
export const openBookingsOfAccountQuery = queryOptions({
  queryKey: ["account", "open-bookings"],
  queryFn: () => api.personalData.openBookingsOfAccount(),
  staleTime: 0,
  gcTime: 0,
});

/** Closes the account for good. What this phone holds of it goes, as with signing out. */
export async function closeAccount(input: { bookings: string[] }): Promise<void> {
  await api.personalData.closeAccount(input);
  clearSession();
}
