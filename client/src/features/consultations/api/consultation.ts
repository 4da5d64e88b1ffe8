import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** One visit as this side of it sees it, with the running call and what may be done. */
export const consultationQuery = (consultationId: string) =>
  queryOptions({
    queryKey: ["consultations", consultationId],
    queryFn: () => api.consultations.get({ consultationId }),
  });
