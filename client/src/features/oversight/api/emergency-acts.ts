import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** What was opened in one emergency so far. */
export const emergencyActsQuery = (breakGlassId: string) =>
  queryOptions({
    queryKey: ["break-glass", "acts", breakGlassId],
    queryFn: () => api.oversight.emergencyActs({ breakGlassId }),
    refetchOnMount: "always",
  });
