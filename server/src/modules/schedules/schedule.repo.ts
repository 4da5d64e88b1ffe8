import type { ExtraSession, ScheduleClosure, ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { duplicateKeyOf, Types } from "../../platform/database.ts";
import { readingBy, type Reading } from "../../platform/read-together.ts";
import { ScheduleModel, type ScheduleRow } from "./schedule.model.ts";

export interface ScheduleRecord {
  id: string;
  specialistId: string;
  organizationId: string;
  status: "draft" | "published";
  effectiveFrom: string;
  effectiveTo: string | null;
  sessions: ScheduleSession[];
  closures: ScheduleClosure[];
  extras: ExtraSession[];
  version: number;
  updatedAt: Date;
}

/** What a save replaces. */
export type ScheduleContent = Pick<
  ScheduleRecord,
  "effectiveFrom" | "effectiveTo" | "sessions" | "closures" | "extras"
>;

type MannerRow = Omit<ExtraSession, "day" | "capacity"> & { capacity?: number | null | undefined };
const mannerOf = ({ halfDay, start, end, slotMinutes, feeCents, visitKind, capacity }: MannerRow) => ({
  halfDay,
  start,
  end,
  slotMinutes,
  feeCents,
  visitKind,
  capacity: capacity ?? 1,
});

const toRecord = (row: ScheduleRow): ScheduleRecord => ({
  id: row._id.toHexString(),
  specialistId: String(row.specialistId),
  organizationId: String(row.organizationId),
  status: row.status,
  effectiveFrom: row.effectiveFrom,
  effectiveTo: row.effectiveTo ?? null,
  sessions: row.sessions.map((session) => ({ weekday: session.weekday, ...mannerOf(session) })),
  closures: (row.closures ?? []).map(({ from, to, start, end, note }) => ({
    from,
    to,
    start: start ?? null,
    end: end ?? null,
    note: note ?? "",
  })),
  extras: (row.extras ?? []).map((extra) => ({ day: extra.day, ...mannerOf(extra) })),
  version: row.version,
  updatedAt: row.updatedAt,
});

export async function findSchedule(specialistId: string): Promise<ScheduleRecord | null> {
  const row = await ScheduleModel.findOne({ specialistId }).lean<ScheduleRow>();
  return row && toRecord(row);
}

export async function findSchedules(specialistIds: readonly string[]): Promise<ScheduleRecord[]> {
  const rows = await ScheduleModel.find({ specialistId: { $in: specialistIds } }).lean<ScheduleRow[]>();
  return rows.map(toRecord);
}

/** Who of an organisation has a schedule, or one in that state. */
export async function findScheduled(organizationId: string, status?: ScheduleRecord["status"]): Promise<string[]> {
  const rows = await ScheduleModel.find(
    { organizationId, ...(status ? { status } : {}) },
    { _id: 0, specialistId: 1 },
  ).lean<Pick<ScheduleRow, "specialistId">[]>();
  return rows.map((row) => String(row.specialistId));
}

export async function findPublishedSchedules(specialistIds: readonly string[]): Promise<ScheduleRecord[]> {
  const rows = await ScheduleModel.find({ specialistId: { $in: specialistIds }, status: "published" }).lean<
    ScheduleRow[]
  >();
  return rows.map(toRecord);
}

/** What patients are offered of a specialist; null when nothing is published. */
export const publishedScheduleReading = (specialistId: string): Reading<ScheduleRecord | null> =>
  readingBy(
    ScheduleModel,
    {
      kind: "published-schedules",
      keys: [specialistId],
      filterFor: (ids) => ({ specialistId: { $in: ids.map((id) => new Types.ObjectId(id)) }, status: "published" }),
      keysOf: (row) => [String(row.specialistId)],
    },
    ([row]: ScheduleRow[]) => (row ? toRecord(row) : null),
  );

/** The first save, as a draft. A second first save violates the unique index (`isSecondSchedule`). */
export async function insertSchedule(
  owner: { specialistId: string; organizationId: string },
  content: ScheduleContent,
  now: Date,
): Promise<ScheduleRecord> {
  const row = new ScheduleModel({ ...owner, ...content, status: "draft", version: 1, updatedAt: now });
  await row.save();
  return toRecord(row.toObject());
}

/**
 * Overwrites only the version the admin has seen; null when another save came first. Draft or published stays as it
 * was.
 */
export async function replaceScheduleAt(
  specialistId: string,
  version: number,
  content: ScheduleContent,
  now: Date,
): Promise<ScheduleRecord | null> {
  return updateAt(specialistId, version, { ...content, updatedAt: now });
}

/** Changes between draft and published, only at the version the admin has seen; null otherwise. */
export async function setScheduleStatusAt(
  specialistId: string,
  version: number,
  status: ScheduleRecord["status"],
  now: Date,
): Promise<ScheduleRecord | null> {
  return updateAt(specialistId, version, { status, updatedAt: now });
}

async function updateAt(
  specialistId: string,
  version: number,
  change: Partial<ScheduleContent & Pick<ScheduleRecord, "status">> & { updatedAt: Date },
): Promise<ScheduleRecord | null> {
  const row = await ScheduleModel.findOneAndUpdate(
    { specialistId, version },
    { $set: change, $inc: { version: 1 } },
    { returnDocument: "after" },
  ).lean<ScheduleRow>();
  return row && toRecord(row);
}

/** True for the error of a second first save. */
export const isSecondSchedule = (error: unknown) => duplicateKeyOf(error)?.includes("specialistId") ?? false;
