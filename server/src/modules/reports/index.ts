import type { ServerModule } from "../module.ts";
import { followFiles } from "./follow-files.ts";
import { reportBroadcast } from "./report.broadcast.ts";
import { reportRoutes } from "./report.routes.ts";
import { requireUploadRight } from "./require-upload-right.ts";

export type { ReportIds } from "./report.facts.ts";
export { presentReports } from "./report.present.ts";
export { findReports as getReports, type ReportRecord } from "./report.repo.ts";

export const reportsModule: ServerModule = {
  routes: { reports: reportRoutes },
  broadcast: reportBroadcast,
  consumers: [followFiles],
  // A patient's uploads are papers for reports.
  uploadTargets: { patient: requireUploadRight },
};
