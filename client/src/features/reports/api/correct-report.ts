import type { CorrectReportInput } from "@fuzhen/shared/reports/report.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const correctReport = (input: CorrectReportInput) => api.reports.correct(input);
