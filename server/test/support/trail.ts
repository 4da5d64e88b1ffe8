import { Types } from "mongoose";
import { AuditEventModel } from "../../src/modules/audit/audit-event.model.ts";
import { toRecord } from "../../src/modules/audit/audit-event.repo.ts";
import type { AuditRecord } from "../../src/modules/audit/index.ts";

/** A patient's trail, oldest first, without rows of lists that merely included the patient. */
export async function auditEventsOfPatient(patientId: string): Promise<AuditRecord[]> {
  const rows = await AuditEventModel.find({ patientIds: new Types.ObjectId(patientId), action: { $ne: "list" } })
    .sort({ at: 1, _id: 1 })
    .lean();
  return rows.map(toRecord);
}
