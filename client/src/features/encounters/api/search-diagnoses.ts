import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Characters of a question; the field says so when there are more. */
export const MAX_QUERY = 40;

export const diagnosesQuery = (q: string) =>
  queryOptions({
    queryKey: ["diagnoses", q],
    queryFn: () => api.encounters.searchDiagnoses({ q }),
    enabled: q.trim() !== "" && q.trim().length <= MAX_QUERY,
    staleTime: Infinity,
  });
