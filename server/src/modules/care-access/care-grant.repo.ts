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
  const found = await CareGrantModel.exists({ specialistId: oid(specialistId), ...liveFor(patientId, at) });
  return found !== null;
}

/** Each specialist once, however many grants. */
export async function specialistsWithLiveGrant(patientId: string, at: Date): Promise<string[]> {
  const docs = await CareGrantModel.find(liveFor(patientId, at), { specialistId: 1 }).lean();
  return [...new Set(docs.map((doc) => doc.specialistId.toHexString()))];
}

const liveFor = (patientId: string, at: Date) => ({
  patientId: oid(patientId),
  from: { $lte: at },
  until: { $gt: at },
  endedAt: null,
});
