import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { Types } from "../../platform/database.ts";
import { ConsultationModel, type ConsultationRow } from "./consultation.model.ts";
import { firstParticipants, type Participant } from "./participant.policy.ts";

export interface Marks {
  deliveredSeq: number;
  readSeq: number;
}
export interface ConsultationRecord {
  id: string;
  appointmentId: string;
  patientId: string;
  participants: readonly Participant[];
  /** User who owns the patient, and the specialist whose visit it is. */
  accountId: string;
  specialistId: string;
  organizationId: string;
  status: ConsultationStatus;
  openedAt: Date;
  finishedAt: Date | null;
  questionsUntil: Date | null;
  lastSeq: number;
  lastAt: Date;
  /** 0: none. */
  flaggedSeq: number;
  /** By participant. */
  marks: Readonly<Record<string, Marks>>;
}

const noMarks: Marks = { deliveredSeq: 0, readSeq: 0 };
const marksOf = (row: Pick<ConsultationRow, "marks">, participantId: string): Marks => ({
  ...noMarks,
  ...row.marks[participantId],
});
const participantsOf = (row: ConsultationRow): Participant[] =>
  row.participants.map(({ id, kind, who }) => ({ id, kind, who: { type: who.type, id: String(who.id) } }));
const toRecord = (row: ConsultationRow): ConsultationRecord => ({
  id: String(row._id),
  appointmentId: String(row.appointmentId),
  patientId: String(row.patientId),
  participants: participantsOf(row),
  accountId: String(row.accountId),
  specialistId: String(row.specialistId),
  organizationId: String(row.organizationId),
  status: row.status,
  openedAt: row.openedAt,
  finishedAt: row.finishedAt ?? null,
  questionsUntil: row.questionsUntil ?? null,
  lastSeq: row.lastSeq,
  lastAt: row.lastAt,
  flaggedSeq: row.flaggedSeq ?? 0,
  marks: Object.fromEntries(row.participants.map(({ id }) => [id, marksOf(row, id)])),
});
const orNull = (row: ConsultationRow | null) => (row ? toRecord(row) : null);

export const findConsultation = async (id: string) => orNull(await ConsultationModel.findById(id).lean());

/** By their ids; unknown ones are left out. */
export async function findConsultations(ids: readonly string[]): Promise<Map<string, ConsultationRecord>> {
  const rows = await ConsultationModel.find({ _id: { $in: ids } }).lean();
  return new Map(rows.map((row) => [String(row._id), toRecord(row)]));
}

export const findByAppointment = async (appointmentId: string) =>
  orNull(await ConsultationModel.findOne({ appointmentId }).lean());

/** Throws a duplicate key on `appointmentId` when the appointment has its visit already. */
export async function insertConsultation(
  visit: Pick<ConsultationRecord, "appointmentId" | "patientId" | "accountId" | "specialistId" | "organizationId">,
  openedAt: Date,
): Promise<ConsultationRecord> {
  const participants = firstParticipants(visit);
  const marks = Object.fromEntries(participants.map(({ id }) => [id, noMarks]));
  const row = { ...visit, participants, marks, status: "in-progress" as const, openedAt, lastSeq: 0, lastAt: openedAt };
  const [created] = await ConsultationModel.create([row]);
  if (!created) throw new Error("consultation not created");
  return toRecord(created.toObject({ flattenMaps: true }));
}

/** Notes how far the timelines of visits have come, for their order in lists; never back. */
export async function noteActivity(visits: readonly { id: string; lastSeq: number; lastAt: Date }[]): Promise<void> {
  await ConsultationModel.collection.bulkWrite(
    visits.map(({ id, lastSeq, lastAt }) => ({
      updateOne: { filter: { _id: new Types.ObjectId(id) }, update: { $max: { lastSeq, lastAt } } },
    })),
    { ordered: false },
  );
}

/** False when it is flagged there or further already. */
export async function raiseFlag(consultationId: string, seq: number): Promise<boolean> {
  const { modifiedCount } = await ConsultationModel.updateOne(
    { _id: consultationId, flaggedSeq: { $not: { $gte: seq } } },
    { $set: { flaggedSeq: seq } },
  );
  return modifiedCount === 1;
}

/** in-progress → finished; false when the visit was not open. */
export async function markFinished(
  consultationId: string,
  end: { finishedAt: Date; questionsUntil: Date | null },
): Promise<boolean> {
  const { modifiedCount } = await ConsultationModel.updateOne(
    { _id: consultationId, status: "in-progress" },
    { $set: { status: "finished", ...end } },
  );
  return modifiedCount === 1;
}

/** Moves a participant's read and delivery marks forward; null when both are there already or further. */
export async function raiseMarks(consultationId: string, participantId: string, to: Marks): Promise<Marks | null> {
  const delivered = `marks.${participantId}.deliveredSeq`;
  const read = `marks.${participantId}.readSeq`;
  // Past the model, for there are as many of these as messages.
  const row = await ConsultationModel.collection.findOneAndUpdate(
    {
      _id: new Types.ObjectId(consultationId),
      // Not so far, or no mark yet.
      $or: [{ [delivered]: { $not: { $gte: to.deliveredSeq } } }, { [read]: { $not: { $gte: to.readSeq } } }],
    },
    { $max: { [delivered]: to.deliveredSeq, [read]: to.readSeq } },
    { returnDocument: "after", projection: { marks: 1 } },
  );
  return row ? marksOf(row as unknown as ConsultationRow, participantId) : null;
}

/** So many of a specialist's visits at a time take questions, those that take them longest. */
const ASKED_MOST = 300;

/** Visits of a specialist that take questions now. */
export async function visitsAsked(specialistId: string, now: Date): Promise<ConsultationRecord[]> {
  const rows = await ConsultationModel.find({ specialistId, questionsUntil: { $gt: now } })
    .sort({ questionsUntil: -1 })
    .limit(ASKED_MOST)
    .lean();
  return rows.map(toRecord);
}

/** The visits of an account or a specialist, latest activity first, from a cursor's place on. */
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
