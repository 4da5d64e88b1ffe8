import { Types } from "../../platform/database.ts";
import { CareGrantModel } from "./care-grant.model.ts";

export interface CareGrant {
  patientId: string;
  specialistId: string;
  organizationId: string;
  appointmentId: string;
  from: Date;
  until: Date;
}

const oid = (id: string) => new Types.ObjectId(id);

/** One grant per appointment: a second call for it changes the time box instead. */
export async function upsertGrant(grant: CareGrant): Promise<void> {
  await CareGrantModel.updateOne(
    { appointmentId: oid(grant.appointmentId) },
    {
      $set: { from: grant.from, until: grant.until, endedAt: null },
      $setOnInsert: {
        patientId: oid(grant.patientId),
        specialistId: oid(grant.specialistId),
        organizationId: oid(grant.organizationId),
      },
    },
    { upsert: true },
  );
}

/** Ends the appointment's grant; its patient, or null when there was none to end. */
export async function closeGrant(appointmentId: string, at: Date): Promise<{ patientId: string } | null> {
  const doc = await CareGrantModel.findOneAndUpdate(
    { appointmentId: oid(appointmentId), endedAt: null },
    { $set: { endedAt: at } },
    { returnDocument: "after" },
  ).lean();
  return doc && { patientId: doc.patientId.toHexString() };
}

export async function hasLiveGrant(specialistId: string, patientId: string, at: Date): Promise<boolean> {
  const found = await CareGrantModel.exists({
    specialistId: oid(specialistId),
    patientId: oid(patientId),
    from: { $lte: at },
    until: { $gt: at },
    endedAt: null,
  });
  return found !== null;
}
