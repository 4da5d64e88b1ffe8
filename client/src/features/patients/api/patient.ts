import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

export const patientQuery = (patientId: string) =>
  queryOptions({ queryKey: ["patients", patientId], queryFn: () => api.patients.patient({ patientId }) });
