import { rooms, type BroadcastTable, type Delivery } from "../../platform/realtime.ts";
import type { ReportIds } from "./report.facts.ts";

/** To the account that acts for the patient. Specialists ask again when they open or refocus the patient. */
function changed({ patientId, data }: { patientId: string | null; data: ReportIds }): Delivery[] {
  if (patientId === null) return [];
  const payload = { reportId: data.reportId, patientId };
  return [{ room: rooms.user(data.accountId), event: "report:changed", payload }];
}

export const reportBroadcast: BroadcastTable = {
  "report:added": changed,
  "report:hidden": changed,
  "report:file-ready": changed,
  "report:file-refused": changed,
};
