import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** Questions after visits that wait for this specialist; told of by `conversation:changed`, their time ends by the clock. */
export const questionsQuery = queryOptions({
  queryKey: ["consultation-lines", "questions"],
  queryFn: () => api.consultations.questions(),
  refetchInterval: 60_000,
});
