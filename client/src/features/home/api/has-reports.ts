import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Whether this patient has sent any report yet; asked only on the first steps. */
export const hasReportsQuery = (patientId: string) =>
  queryOptions({
    queryKey: ["reports", "any", patientId],
    queryFn: async () => (await api.reports.ofPatient({ patientId, limit: 1 })).items.length > 0,
  });
