import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

/** The name of a report that is attached to an appointment. */
export const attachedReportQuery = (reportId: string) =>
  queryOptions({
    queryKey: ["reports", "one", reportId],
    queryFn: () => api.reports.get({ reportId }),
    staleTime: 5 * 60_000,
  });
