import {
  blankSpecialistFields,
  specialistFieldNames,
  type SpecialistFields,
} from "@fuzhen/shared/specialists/specialist.fields.ts";
import { practiceSinceLimit } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { Types } from "../../platform/database.ts";
import { literal } from "../../platform/sorted-page.ts";
import { SpecialistModel, type SpecialistDoc } from "./specialist.model.ts";

/** A specialist as stored; names of department and organisation are joined in specialist.reads.ts. */
export interface SpecialistRow extends SpecialistFields {
  id: string;
  userId: string;
  organizationId: string;
  departmentCode: string;
  rank: number;
  phoneMasked: string;
  published: boolean;
  /** Begin of the earliest free time as it was last looked at. */
  nextFree: Date | null;
}
export interface NewSpecialist extends Omit<SpecialistRow, "published" | "nextFree"> {
  requestKey: string;
  searchKeys: string[];
}
export type SpecialistChange = Partial<Omit<NewSpecialist, "id" | "userId" | "organizationId" | "requestKey">> & {
  published?: boolean;
};

const oid = (id: string) => new Types.ObjectId(id);
const readFields = (doc: SpecialistDoc) => {
  const stored = { ...blankSpecialistFields, ...doc };
  return Object.fromEntries(
    specialistFieldNames.map((name) => {
      const value: unknown = stored[name];
      return [name, value instanceof Types.ObjectId ? value.toHexString() : value];
    }),
  ) as unknown as SpecialistFields;
};

export const toRow = (doc: SpecialistDoc): SpecialistRow => ({
  ...readFields(doc),
  id: doc._id.toHexString(),
  userId: doc.userId.toHexString(),
  organizationId: doc.organizationId.toHexString(),
  departmentCode: doc.departmentCode,
  rank: doc.rank,
  phoneMasked: doc.phoneMasked,
  published: doc.published,
  nextFree: doc.nextFree ?? null,
});

/** Those of an organisation whose licence ends by that day, soonest first. */
export async function findLicencesEnding(organizationId: string, day: string, limit: number): Promise<SpecialistRow[]> {
  const docs = await SpecialistModel.find({ organizationId: oid(organizationId), licenceValidTo: { $lte: day } })
    .sort({ licenceValidTo: 1, _id: 1 })
    .limit(limit)
    .lean();
  return docs.map(toRow);
}

/** Whom patients find in a department, by name; a department has some hundred specialists at most. */
export async function publishedOfDepartment(
  organizationId: string,
  departmentId: string,
): Promise<{ id: string; name: string }[]> {
  const wanted = { organizationId: oid(organizationId), departmentId: oid(departmentId), published: true };
  const docs = await SpecialistModel.find(wanted, { name: 1 }).sort({ name: 1, _id: 1 }).limit(1000).lean();
  return docs.map((doc) => ({ id: doc._id.toHexString(), name: doc.name }));
}

export async function findSpecialistByRequest(
  organizationId: string,
  requestKey: string,
): Promise<SpecialistRow | null> {
  const doc = await SpecialistModel.findOne({ organizationId: oid(organizationId), requestKey }).lean();
  return doc && toRow(doc);
}

/** Runs into the unique indexes on licence number and on the request. */
export async function insertSpecialist(row: NewSpecialist, at: Date): Promise<void> {
  const { id, userId, organizationId, departmentId, ...rest } = row;
  await SpecialistModel.create([
    {
      ...rest,
      _id: oid(id),
      userId: oid(userId),
      organizationId: oid(organizationId),
      departmentId: oid(departmentId),
      published: false,
      createdAt: at,
    },
  ]);
}

export async function changeSpecialist(id: string, { departmentId, ...change }: SpecialistChange): Promise<void> {
  const set = { ...change, ...(departmentId ? { departmentId: oid(departmentId) } : {}) };
  await SpecialistModel.updateOne({ _id: oid(id) }, { $set: set });
}

/** One of these is enough. */
export interface SpecialistMatch {
  /** All of them: each part of a key, or the name of a department or organisation. */
  words: readonly { text: string; departmentIds: readonly string[]; organizationIds: readonly string[] }[];
  /** Any of these whole keys. */
  keys: readonly string[];
  /** Any department of these subjects, or of those below them. */
  subjects: readonly string[];
}

/** A specialist's place in what was found: by title, or by the time that is free. */
export type SearchPlace = { id: string } & ({ rank: number } | { nextFree: string });

export interface SpecialistSearch {
  /** Hospital day on which they must be on duty. */
  day: string;
  /** What they must match; null takes everybody. */
  match: SpecialistMatch | null;
  departmentCode?: string | undefined;
  departmentId?: string | undefined;
  organizationId?: string | undefined;
  /** Only those with a free time that begins before then, the soonest first; null: highest title first. */
  freeBefore: Date | null;
  after: SearchPlace | null;
  limit: number;
}

function conditionOf({ words, keys, subjects }: SpecialistMatch): object {
  const ways: object[] = [];
  if (words.length > 0)
    ways.push({
      $and: words.map(({ text, departmentIds, organizationIds }) => ({
        $or: [
          { searchKeys: new RegExp(literal(text)) },
          { departmentId: { $in: departmentIds.map(oid) } },
          { organizationId: { $in: organizationIds.map(oid) } },
        ],
      })),
    });
  if (keys.length > 0) ways.push({ searchKeys: { $in: [...keys] } });
  ways.push(...subjects.map((subject) => ({ departmentCode: new RegExp(`^${literal(subject)}(\\.|$)`) })));
  return { $or: ways };
}

function beyond(after: SearchPlace): object {
  const [field, value] = "rank" in after ? ["rank", after.rank] : ["nextFree", new Date(after.nextFree)];
  return { $or: [{ [field]: { $gt: value } }, { [field]: value, _id: { $gt: oid(after.id) } }] };
}

/** Published specialists on duty in one of the two orders, from a place in it on. */
export async function searchPublished(search: SpecialistSearch): Promise<SpecialistRow[]> {
  const { day, after, freeBefore } = search;
  const conditions: object[] = search.match ? [conditionOf(search.match)] : [];
  if (search.departmentCode)
    conditions.push({ departmentCode: new RegExp(`^${literal(search.departmentCode)}(\\.|$)`) });
  if (search.departmentId) conditions.push({ departmentId: oid(search.departmentId) });
  if (after) conditions.push(beyond(after));
  const docs = await SpecialistModel.find({
    published: true,
    hospitalConsent: true,
    licenceValidFrom: { $lte: day },
    licenceValidTo: { $gte: day },
    practiceSince: { $lte: practiceSinceLimit(day) },
    ...(search.organizationId ? { organizationId: oid(search.organizationId) } : {}),
    ...(freeBefore ? { nextFree: { $gt: new Date(0), $lt: freeBefore } } : {}),
    ...(conditions.length > 0 ? { $and: conditions } : {}),
  })
    .sort(freeBefore ? { nextFree: 1, _id: 1 } : { rank: 1, _id: 1 })
    .limit(search.limit)
    .lean();
  return docs.map(toRow);
}
