import type { ConsultationStatus, ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { ConsultationModel, type ConsultationRow } from "./consultation.model.ts";

export interface Marks {
  deliveredSeq: number;
  readSeq: number;
}
export interface ConsultationRecord {
  id: string;
  appointmentId: string;
  patientId: string;
  accountId: string;
  specialistId: string;
  organizationId: string;
  status: ConsultationStatus;
  openedAt: Date;
  finishedAt: Date | null;
  lastSeq: number;
  lastAt: Date;
  marks: Record<ParticipantRole, Marks>;
}

const marksOf = (row: ConsultationRow, role: ParticipantRole): Marks => ({
  deliveredSeq: row.marks?.[role]?.deliveredSeq ?? 0,
  readSeq: row.marks?.[role]?.readSeq ?? 0,
});
const toRecord = (row: ConsultationRow): ConsultationRecord => ({
  id: String(row._id),
  appointmentId: String(row.appointmentId),
  patientId: String(row.patientId),
  accountId: String(row.accountId),
  specialistId: String(row.specialistId),
  organizationId: String(row.organizationId),
  status: row.status,
  openedAt: row.openedAt,
  finishedAt: row.finishedAt ?? null,
  lastSeq: row.lastSeq,
  lastAt: row.lastAt,
  marks: { patient: marksOf(row, "patient"), specialist: marksOf(row, "specialist") },
});
const orNull = (row: ConsultationRow | null) => (row ? toRecord(row) : null);

export const findConsultation = async (id: string) => orNull(await ConsultationModel.findById(id).lean());

export const findByAppointment = async (appointmentId: string) =>
  orNull(await ConsultationModel.findOne({ appointmentId }).lean());

/** Throws a duplicate key on `appointmentId` when the appointment has its visit already. */
export async function insertConsultation(
  visit: Pick<ConsultationRecord, "appointmentId" | "patientId" | "accountId" | "specialistId" | "organizationId">,
  openedAt: Date,
): Promise<ConsultationRecord> {
  const row = { ...visit, status: "in-progress" as const, openedAt, lastSeq: 0, lastAt: openedAt };
  const [created] = await ConsultationModel.create([row]);
  if (!created) throw new Error("consultation not created");
  return toRecord(created.toObject());
}

/** Takes the next sequence number of an open visit's timeline; null when the visit is closed. */
export async function takeSeq(consultationId: string, at: Date): Promise<number | null> {
  const row = await ConsultationModel.findOneAndUpdate(
    { _id: consultationId, status: "in-progress" },
    { $inc: { lastSeq: 1 }, $max: { lastAt: at } },
    { returnDocument: "after" },
  ).lean();
  return row?.lastSeq ?? null;
}

/** in-progress → finished; false when the visit was not open. */
export async function markFinished(consultationId: string, finishedAt: Date): Promise<boolean> {
  const { modifiedCount } = await ConsultationModel.updateOne(
    { _id: consultationId, status: "in-progress" },
    { $set: { status: "finished", finishedAt } },
  );
  return modifiedCount === 1;
}

/** Moves a side's read and delivery marks forward; null when both are there already or further. */
export async function raiseMarks(consultationId: string, role: ParticipantRole, to: Marks): Promise<Marks | null> {
  const delivered = `marks.${role}.deliveredSeq`;
  const read = `marks.${role}.readSeq`;
  const row = await ConsultationModel.findOneAndUpdate(
    { _id: consultationId, $or: [{ [delivered]: { $lt: to.deliveredSeq } }, { [read]: { $lt: to.readSeq } }] },
    { $max: { [delivered]: to.deliveredSeq, [read]: to.readSeq } },
    { returnDocument: "after" },
  ).lean();
  return row ? marksOf(row, role) : null;
}

/** A side's visits, latest activity first, from a cursor's place on. */
export async function listVisits(
  of: { accountId: string } | { specialistId: string },
  after: { lastAt: Date; id: string } | null,
  limit: number,
): Promise<ConsultationRecord[]> {
  const owner = "accountId" in of ? { accountId: of.accountId } : { specialistId: of.specialistId };
  const rest = after
    ? { $or: [{ lastAt: { $lt: after.lastAt } }, { lastAt: after.lastAt, _id: { $lt: after.id } }] }
    : {};
  const rows = await ConsultationModel.find({ ...owner, ...rest })
    .sort({ lastAt: -1, _id: -1 })
    .limit(limit)
    .lean();
  return rows.map(toRecord);
}
