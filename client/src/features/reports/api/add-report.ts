import type { AddReportInput } from "@fuzhen/shared/reports/report.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Files uploaded before become one report; the same requestKey again is the same report. */
export const addReport = (input: AddReportInput) => api.reports.add(input);
