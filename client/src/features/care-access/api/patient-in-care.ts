import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Refetched at every visit of the page: each answer is logged as one access, and the basis may have ended. */
export const patientInCareQuery = (patientId: string) =>
  queryOptions({
    queryKey: ["break-glass", "patient", patientId],
    queryFn: () => api.careAccess.patient({ patientId }),
  });
