import { consentPurposes, type ConsentPurpose } from "@fuzhen/shared/patients/patient.schema.ts";
import { Types } from "../../platform/database.ts";
import { readingBy, type Reading } from "../../platform/read-together.ts";
import { ConsentModel, type ConsentDoc } from "./consent.model.ts";

export interface ConsentRecord {
  id: string;
  patientId: string;
  purpose: ConsentPurpose;
  version: string;
  textSha256: string;
  grantedAt: Date;
  withdrawnAt: Date | null;
  active: boolean;
}

const oid = (id: string) => new Types.ObjectId(id);
const toRecord = (doc: ConsentDoc): ConsentRecord => ({
  id: doc._id.toHexString(),
  patientId: doc.patientId.toHexString(),
  purpose: doc.purpose,
  version: doc.version,
  textSha256: doc.textSha256,
  grantedAt: doc.grantedAt,
  withdrawnAt: doc.withdrawnAt,
  active: doc.active,
});

/** What stands now, of several patients: at most one for each of them and each purpose, by the unique index. */
export async function activeConsents(patientIds: readonly string[]): Promise<ConsentRecord[]> {
  const docs = await ConsentModel.find({ patientId: { $in: patientIds.map(oid) }, active: true })
    .limit(patientIds.length * consentPurposes.length)
    .lean();
  return docs.map(toRecord);
}

/** How much of a patient's history is shown; the trail has all of it. */
const SHOWN = 20;

/** What stands, and the newest of what was, of one patient, oldest first. */
export async function consentHistory(patientId: string): Promise<ConsentRecord[]> {
  const newest = await ConsentModel.find({ patientId: oid(patientId) })
    .sort({ grantedAt: -1 })
    .limit(SHOWN)
    .lean();
  const known = new Map((await activeConsents([patientId])).map((consent) => [consent.id, consent]));
  for (const consent of newest.map(toRecord)) known.set(consent.id, consent);
  return [...known.values()].toSorted(
    (a, b) => a.grantedAt.getTime() - b.grantedAt.getTime() || (a.id < b.id ? -1 : 1),
  );
}

/** Whoever consents and withdraws all day comes no further. */
const MOST = 2000;

/** All there ever were of one patient, oldest first. */
export async function everyConsent(patientId: string): Promise<ConsentRecord[]> {
  const docs = await ConsentModel.find({ patientId: oid(patientId) })
    .sort({ grantedAt: 1 })
    .limit(MOST)
    .lean();
  return docs.map(toRecord);
}

/** Those of one patient that are active, to be read with other things. */
export const activeConsentsReading = (patientId: string): Reading<ConsentRecord[]> =>
  readingBy(
    ConsentModel,
    {
      kind: "active-consents",
      keys: [patientId],
      filterFor: (ids) => ({ patientId: { $in: ids.map(oid) }, active: true }),
      keysOf: (doc) => [doc.patientId.toHexString()],
    },
    (docs: ConsentDoc[]) => docs.map(toRecord),
  );

/** Runs into the unique index when the purpose has an active consent. */
export async function insertConsent(
  consent: Omit<ConsentRecord, "withdrawnAt" | "active"> & { grantedBy: string },
): Promise<void> {
  await ConsentModel.create([
    {
      ...consent,
      _id: oid(consent.id),
      patientId: oid(consent.patientId),
      grantedBy: oid(consent.grantedBy),
      withdrawnAt: null,
      active: true,
    },
  ]);
}

/**
 * Closes an active consent to an older wording. One to this wording stays active, so that the index refuses a second.
 */
export async function closeOutdatedConsent(patientId: string, purpose: ConsentPurpose, version: string): Promise<void> {
  await ConsentModel.updateOne(
    { patientId: oid(patientId), purpose, active: true, version: { $ne: version } },
    { $set: { active: false } },
  );
}

/** Withdraws the active consent of a purpose; its id, or null when there was none. */
export async function withdrawActiveConsent(
  patientId: string,
  purpose: ConsentPurpose,
  at: Date,
): Promise<string | null> {
  const doc = await ConsentModel.findOneAndUpdate(
    { patientId: oid(patientId), purpose, active: true },
    { $set: { active: false, withdrawnAt: at } },
    { returnDocument: "after" },
  ).lean();
  return doc && doc._id.toHexString();
}
