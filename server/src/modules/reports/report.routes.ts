import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addReport } from "./add-report.ts";
import { correctReport } from "./correct-report.ts";
import { hideReport } from "./hide-report.ts";
import { getReport, reportsOfPatient } from "./report.reads.ts";

export const reportRoutes = bindRoutes(contract.reports, {
  add: addReport,
  get: getReport,
  ofPatient: reportsOfPatient,
  correct: correctReport,
  hide: hideReport,
});
