import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Accounts to try the demo with; empty outside demo mode. */
export const demoAccountsQuery = queryOptions({
  queryKey: ["demo-accounts"],
  queryFn: () => api.accounts.demoAccounts(),
  staleTime: Infinity,
});
