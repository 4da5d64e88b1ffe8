import { Types } from "../../platform/database.ts";
import { CareGrantModel, type CareGrantDoc } from "./care-grant.model.ts";

export interface CareGrant {
  patientId: string;
  specialistId: string;
  organizationId: string;
  appointmentId: string;
  from: Date;
  until: Date;
  /** End of the visit, from which the organisation's days are counted; null in rows of older releases. */
  visitEnd: Date | null;
}
export type CareGrantRecord = CareGrant & { visitOpen: boolean; questionsUntil: Date | null };

const oid = (id: string) => new Types.ObjectId(id);
const toRecord = (doc: CareGrantDoc): CareGrantRecord => ({
  patientId: doc.patientId.toHexString(),
  specialistId: doc.specialistId.toHexString(),
  organizationId: doc.organizationId.toHexString(),
  appointmentId: doc.appointmentId.toHexString(),
  from: doc.from,
  until: doc.until,
  visitEnd: doc.visitEnd ?? null,
  visitOpen: doc.visitOpen ?? false,
  questionsUntil: doc.questionsUntil ?? null,
});

/** One grant per appointment: a second call changes its period, and whose it is when a colleague has taken it over. */
export async function upsertGrant(grant: CareGrant): Promise<void> {
  await CareGrantModel.updateOne(
    { appointmentId: oid(grant.appointmentId) },
    {
      $set: {
        specialistId: oid(grant.specialistId),
        from: grant.from,
        until: grant.until,
        visitEnd: grant.visitEnd,
        endedAt: null,
      },
      $setOnInsert: {
        patientId: oid(grant.patientId),
        organizationId: oid(grant.organizationId),
      },
    },
    { upsert: true },
  );
}

/** Ends the appointment's grant and answers whose it was; null when there was none to end. */
export async function closeGrant(
  appointmentId: string,
  at: Date,
): Promise<Pick<CareGrant, "patientId" | "specialistId"> | null> {
  const doc = await CareGrantModel.findOneAndUpdate(
    { appointmentId: oid(appointmentId), endedAt: null },
    { $set: { endedAt: at } },
    { returnDocument: "after" },
  ).lean();
  return doc && { patientId: doc.patientId.toHexString(), specialistId: doc.specialistId.toHexString() };
}

/** Whether the organisation has, or ever had, the patient in its care. */
export async function wasInCareOf(organizationId: string, patientId: string): Promise<boolean> {
  const found = await CareGrantModel.exists({ patientId: oid(patientId), organizationId: oid(organizationId) });
  return found !== null;
}

/** Records that the visit of an appointment has begun or ended; called by the visit, in its transaction. */
export async function setVisitOpen(
  appointmentId: string,
  visitOpen: boolean,
  questionsUntil: Date | null,
): Promise<void> {
  await CareGrantModel.updateOne({ appointmentId: oid(appointmentId) }, { $set: { visitOpen, questionsUntil } });
}

/**
 * Grants whose own period, or time for questions, includes this instant. What they still allow is for the policy.
 */
export async function grantsInForce(
  patientIds: readonly string[],
  at: Date,
  specialistId?: string,
): Promise<CareGrantRecord[]> {
  const docs = await CareGrantModel.find({
    ...(specialistId ? { specialistId: oid(specialistId) } : {}),
    patientId: { $in: patientIds.map(oid) },
    from: { $lte: at },
    $or: [{ until: { $gt: at } }, { questionsUntil: { $gt: at } }],
    endedAt: null,
  }).lean();
  return docs.map(toRecord);
}

/** Grants of an organisation whose visit ended in a span (not before, not after), those of the latest visits first. */
export async function grantsOfVisits(
  organizationId: string,
  { notBefore, notAfter }: { notBefore: Date; notAfter: Date },
  limit: number,
): Promise<CareGrantRecord[]> {
  const docs = await CareGrantModel.find({
    organizationId: oid(organizationId),
    visitEnd: { $gte: notBefore, $lte: notAfter },
    endedAt: null,
  })
    .sort({ visitEnd: -1 })
    .limit(limit)
    .lean();
  return docs.map(toRecord);
}
