import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Asked for anew at each visit of the page: each answer is one look, and the basis may have ended. */
export const patientInCareQuery = (patientId: string) =>
  queryOptions({
    queryKey: ["break-glass", "patient", patientId],
    queryFn: () => api.careAccess.patient({ patientId }),
  });
