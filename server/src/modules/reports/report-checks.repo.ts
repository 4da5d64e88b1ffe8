import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, opens, refersTo } from "../../platform/row-checks.ts";
import { ReportModel, type ReportDoc } from "./report.model.ts";
import { sealOf } from "./report.present.ts";

export const reportChecks: readonly DataCheck[] = [
  refersTo<ReportDoc>("reports.report-has-patient", ReportModel, "patientId", "patients"),
  // The file must be marked as attached, else the clean-up would delete it after a week.
  refersTo<ReportDoc>("reports.report-has-files", ReportModel, "fileIds", "files", { where: { attached: true } }),
  eachRow<ReportDoc>("reports.told-files-are-its-own", ReportModel, ({ fileIds, settledFileIds }) => {
    const own = new Set(fileIds.map(String));
    return settledFileIds.every((id) => own.has(String(id))) ? null : "tells of a file it does not hold";
  }),
  opens<ReportDoc>("reports.report-opens", ReportModel, ({ _id, sealedTitle, sealedPerformer }, keys) => {
    keys.open(sealedTitle, sealOf(String(_id), "title"));
    keys.open(sealedPerformer, sealOf(String(_id), "performer"));
  }),
];
