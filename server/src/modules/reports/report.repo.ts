import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import { Types } from "../../platform/database.ts";
import { byId, readAlone, readingBy, type Reading } from "../../platform/read-together.ts";
import { ReportModel, type EarlierDoc, type ReportDoc } from "./report.model.ts";

export interface ReportRecord {
  id: string;
  patientId: string;
  category: Report["category"];
  sealedTitle: string;
  sealedPerformer: string;
  issuedOn: string;
  fileIds: string[];
  status: Report["status"];
  createdAt: Date;
  version: number;
  earlier: readonly EarlierDoc[];
}

const oid = (id: string) => new Types.ObjectId(id);
const toRecord = (doc: ReportDoc): ReportRecord => ({
  id: doc._id.toHexString(),
  patientId: doc.patientId.toHexString(),
  category: doc.category,
  sealedTitle: doc.sealedTitle,
  sealedPerformer: doc.sealedPerformer,
  issuedOn: doc.issuedOn,
  fileIds: doc.fileIds.map((id) => id.toHexString()),
  status: doc.status,
  createdAt: doc.createdAt,
  version: doc.version ?? 1,
  earlier: doc.earlier ?? [],
});

/** Runs into the unique index on (addedBy, requestKey) when this request has been served before. */
export async function insertReport(
  {
    id,
    ...report
  }: Omit<ReportRecord, "status" | "createdAt" | "version" | "earlier"> & { addedBy: string; requestKey: string },
  at: Date,
): Promise<ReportRecord> {
  const [doc] = await ReportModel.create([{ ...report, _id: oid(id), status: "final", createdAt: at }]);
  if (!doc) throw new Error("report not inserted");
  return toRecord(doc.toObject());
}

export async function findReport(id: string): Promise<ReportRecord | null> {
  const doc = await ReportModel.findById(oid(id)).lean();
  return doc && toRecord(doc);
}

export async function findReportByRequest(addedBy: string, requestKey: string): Promise<ReportRecord | null> {
  const doc = await ReportModel.findOne({ addedBy: oid(addedBy), requestKey }).lean();
  return doc && toRecord(doc);
}

/** Hidden ones too, in the order asked for; unknown ids are left out. */
export async function findReports(ids: readonly string[]): Promise<ReportRecord[]> {
  return ids.length === 0 ? [] : readAlone(reportsReading(ids));
}

/** The same, to be read with other things. */
export const reportsReading = (ids: readonly string[]): Reading<ReportRecord[]> =>
  readingBy(ReportModel, byId("reports", ids), (docs: ReportDoc[]) => {
    const found = new Map(docs.map((doc) => [doc._id.toHexString(), toRecord(doc)]));
    return ids.flatMap((id) => found.get(id) ?? []);
  });

/** Place of a report in its patient's list. */
interface Place {
  issuedOn: string;
  id: string;
}

/** Reports after the place, newest issue day first, without hidden ones. */
export async function listReports(
  patientId: string,
  { category, after, limit }: { category: Report["category"] | undefined; after: Place | null; limit: number },
): Promise<ReportRecord[]> {
  const docs = await ReportModel.find({
    patientId: oid(patientId),
    status: "final",
    ...(category ? { category } : {}),
    ...(after
      ? { $or: [{ issuedOn: { $lt: after.issuedOn } }, { issuedOn: after.issuedOn, _id: { $lt: oid(after.id) } }] }
      : {}),
  })
    .sort({ issuedOn: -1, _id: -1 })
    .limit(limit)
    .lean();
  return docs.map(toRecord);
}

/** Puts a correction over the version that was read, and keeps what stood there; null when somebody else was first. */
export async function correctAt(
  { id, version, category, sealedTitle, sealedPerformer, issuedOn }: ReportRecord,
  correction: Pick<ReportRecord, "category" | "sealedTitle" | "sealedPerformer" | "issuedOn">,
  until: Date,
): Promise<ReportRecord | null> {
  const doc = await ReportModel.findOneAndUpdate(
    // Rows of earlier releases have no version: theirs is 1.
    { _id: oid(id), status: "final", version: version === 1 ? { $in: [1, null] } : version },
    {
      $set: { ...correction, version: version + 1 },
      $push: { earlier: { category, sealedTitle, sealedPerformer, issuedOn, until } },
    },
    { returnDocument: "after" },
  ).lean();
  return doc && toRecord(doc);
}

/** False when it was hidden already. */
export async function markHidden(id: string): Promise<boolean> {
  const { modifiedCount } = await ReportModel.updateOne(
    { _id: oid(id), status: "final" },
    { $set: { status: "entered-in-error" } },
  );
  return modifiedCount > 0;
}

/** At most so many at a time; those that are marked come no more. */
const UNSETTLED = 100;

/** Files whose end a report was told, by what it was. */
export type NotedFiles = "settledFileIds" | "quarantinedFileIds";

export async function reportsWithUnsettled(
  fileId: string,
  noted: NotedFiles,
): Promise<{ id: string; patientId: string }[]> {
  const docs = await ReportModel.find({ fileIds: oid(fileId), [noted]: { $ne: oid(fileId) } })
    .limit(UNSETTLED)
    .lean();
  return docs.map((doc) => ({ id: doc._id.toHexString(), patientId: doc.patientId.toHexString() }));
}

/** True once per report and file, however often it is called. */
export async function markFileSettled(id: string, fileId: string, noted: NotedFiles): Promise<boolean> {
  const { modifiedCount } = await ReportModel.updateOne(
    { _id: oid(id), [noted]: { $ne: oid(fileId) } },
    { $addToSet: { [noted]: oid(fileId) } },
  );
  return modifiedCount > 0;
}
