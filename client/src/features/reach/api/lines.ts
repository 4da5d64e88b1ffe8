import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** What this person was lately to be told of, with each try. */
export const reachLinesQuery = queryOptions({
  queryKey: ["reach", "lines"],
  queryFn: async () => (await api.reach.mine()).items,
});
