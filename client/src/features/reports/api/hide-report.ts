import { api } from "../../../lib/api/client.ts";

export const hideReport = (reportId: string) => api.reports.hide({ reportId });
