import { listCareSpecialists } from "../care-access/index.ts";
import type { Services } from "../../platform/context.ts";
import { rooms, type BroadcastTable, type Delivery } from "../../platform/realtime.ts";
import type { ReportIds } from "./report.facts.ts";

interface ReportFact {
  patientId: string | null;
  data: ReportIds;
}

/** To the account that acts for the patient and to the specialists who may see the patient at this moment. */
async function changed({ patientId, data }: ReportFact, services: Services): Promise<Delivery[]> {
  if (patientId === null) return [];
  const payload = { reportId: data.reportId, patientId };
  const specialists = await listCareSpecialists(services, patientId);
  return [rooms.user(data.accountId), ...specialists.map((id) => rooms.specialist(id))].map((room) => ({
    room,
    event: "report:changed",
    payload,
  }));
}

export const reportBroadcast: BroadcastTable = {
  "report:added": changed,
  "report:corrected": changed,
  "report:hidden": changed,
  "report:file-ready": changed,
  "report:file-refused": changed,
};
