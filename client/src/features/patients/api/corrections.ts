import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

export const correctionsQuery = (patientId: string) =>
  queryOptions({
    queryKey: ["patients", patientId, "corrections"],
    queryFn: () => api.personalData.corrections({ patientId }),
  });
