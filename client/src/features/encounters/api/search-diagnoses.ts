import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

export const diagnosesQuery = (q: string) =>
  queryOptions({
    queryKey: ["diagnoses", q],
    queryFn: () => api.encounters.searchDiagnoses({ q }),
    enabled: q.trim() !== "",
    staleTime: Infinity,
  });
