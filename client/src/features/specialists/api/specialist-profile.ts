import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** What the public may read of one specialist (R1). */
export const specialistProfileQuery = (specialistId: string) =>
  queryOptions({
    queryKey: ["specialists", "profile", specialistId],
    queryFn: () => api.specialists.profile({ specialistId }),
    staleTime: 5 * 60_000,
  });
