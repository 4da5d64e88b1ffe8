import { queryOptions } from "@tanstack/react-query";
import { api } from "../../../lib/api/client.ts";

export const reportQuery = (reportId: string) =>
  queryOptions({ queryKey: ["reports", "one", reportId], queryFn: () => api.reports.get({ reportId }) });
