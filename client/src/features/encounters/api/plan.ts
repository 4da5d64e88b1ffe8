import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The signed plan of a visit; `not_found` until the note is signed. */
export const planQuery = (consultationId: string) =>
  queryOptions({
    queryKey: ["plan", consultationId],
    queryFn: () => api.encounters.plan({ consultationId }),
  });
