import type { ServerModule } from "../module.ts";
import { reportChecks } from "./report-checks.repo.ts";
import { followFiles } from "./follow-files.ts";
import { reportBroadcast } from "./report.broadcast.ts";
import { reportRoutes } from "./report.routes.ts";
import { requireUploadRight } from "./require-upload-right.ts";

export { reportsOfPatient } from "./report.reads.ts";
export { findReports as getReports, reportsReading, type ReportRecord } from "./report.repo.ts";

export const reportsModule: ServerModule = {
  routes: { reports: reportRoutes },
  broadcast: reportBroadcast,
  consumers: [followFiles],
  // Uploads for a patient are papers for reports.
  uploadTargets: { patient: requireUploadRight },
  checks: reportChecks,
};
