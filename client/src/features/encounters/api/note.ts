import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The specialist's own note; drafts are not asked again by themselves, so that typing is never overwritten. */
export const noteQuery = (consultationId: string) =>
  queryOptions({
    queryKey: ["note", consultationId],
    queryFn: () => api.encounters.note({ consultationId }),
    staleTime: Infinity,
    refetchOnReconnect: false,
  });
