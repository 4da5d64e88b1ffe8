import type { BreakGlassReason, Verdict } from "@fuzhen/shared/care-access/break-glass.rules.ts";
import { BreakGlassModel, type BreakGlassRow } from "./break-glass.model.ts";

export interface BreakGlassRecord {
  id: string;
  patientId: string;
  accountId: string;
  specialistId: string;
  openedBy: string;
  organizationId: string;
  reason: BreakGlassReason;
  sealedAccount: string;
  openedAt: Date;
  until: Date;
  endedAt: Date | null;
  review: { verdict: Verdict; sealedAccount: string; by: string; reviewerName: string; at: Date } | null;
}

const toRecord = (row: BreakGlassRow): BreakGlassRecord => ({
  id: row._id.toHexString(),
  patientId: String(row.patientId),
  accountId: String(row.accountId),
  specialistId: String(row.specialistId),
  openedBy: String(row.openedBy),
  organizationId: String(row.organizationId),
  reason: row.reason,
  sealedAccount: row.sealedAccount,
  openedAt: row.openedAt,
  until: row.until,
  endedAt: row.endedAt ?? null,
  review: row.review
    ? {
        verdict: row.review.verdict,
        sealedAccount: row.review.sealedAccount,
        by: String(row.review.by),
        reviewerName: row.review.reviewerName,
        at: row.review.at,
      }
    : null,
});
const orNull = (row: BreakGlassRow | null) => row && toRecord(row);

/** Runs into the unique index when this request has opened this record before. */
export async function insertBreakGlass(
  opening: Omit<BreakGlassRecord, "endedAt" | "review"> & { requestKey: string },
): Promise<BreakGlassRecord> {
  const { id, ...fields } = opening;
  const row = new BreakGlassModel({ _id: id, ...fields });
  await row.save();
  return toRecord(row.toObject());
}

export async function findBreakGlass(id: string): Promise<BreakGlassRecord | null> {
  return orNull(await BreakGlassModel.findById(id).lean<BreakGlassRow>());
}

/** So many records of one person in one request. */
const MOST = 100;

/** The openings one request of a user has made. */
export async function findOfRequest(openedBy: string, requestKey: string): Promise<BreakGlassRecord[]> {
  const rows = await BreakGlassModel.find({ openedBy, requestKey })
    .sort({ _id: 1 })
    .limit(MOST)
    .lean<BreakGlassRow[]>();
  return rows.map(toRecord);
}

/** By their ids. */
export async function findOpenings(ids: readonly string[]): Promise<Map<string, BreakGlassRecord>> {
  const rows = await BreakGlassModel.find({ _id: { $in: [...ids] } }).lean<BreakGlassRow[]>();
  return new Map(rows.map((row) => [row._id.toHexString(), toRecord(row)]));
}

/** Whether an opening of this record by this user was judged not justified since then. */
export async function wasJudgedUnjustified(openedBy: string, patientId: string, since: Date): Promise<boolean> {
  const judged = BreakGlassModel.findOne({ openedBy, patientId }, { _id: 1 })
    .where("review.verdict", "not-justified")
    .where("review.at")
    .gt(since.getTime());
  return (await judged.lean()) !== null;
}

/** Notes when an opening was ended before its time; null when that is noted already. */
export async function setEnded(id: string, endedAt: Date): Promise<BreakGlassRecord | null> {
  return orNull(
    await BreakGlassModel.findOneAndUpdate(
      { _id: id, endedAt: null },
      { $set: { endedAt } },
      { returnDocument: "after" },
    ).lean<BreakGlassRow>(),
  );
}

/** Writes the one review; null when there is one. */
export async function setReview(
  id: string,
  review: NonNullable<BreakGlassRecord["review"]>,
): Promise<BreakGlassRecord | null> {
  return orNull(
    await BreakGlassModel.findOneAndUpdate(
      { _id: id, review: null },
      { $set: { review } },
      { returnDocument: "after" },
    ).lean<BreakGlassRow>(),
  );
}

/** Openings of an organisation: to be reviewed oldest first, or reviewed latest first; ids grow with time. */
export async function listCases(
  organizationId: string,
  { scope, after, limit }: { scope: "open" | "reviewed"; after: string | undefined; limit: number },
): Promise<BreakGlassRecord[]> {
  const open = scope === "open";
  const rows = await BreakGlassModel.find({
    organizationId,
    review: open ? null : { $ne: null },
    ...(after ? { _id: open ? { $gt: after } : { $lt: after } } : {}),
  })
    .sort({ _id: open ? 1 : -1 })
    .limit(limit)
    .lean<BreakGlassRow[]>();
  return rows.map(toRecord);
}
