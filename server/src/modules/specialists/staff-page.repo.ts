import { practiceSinceLimit } from "@fuzhen/shared/specialists/specialist.rules.ts";
import { Types } from "../../platform/database.ts";
import { behind, literal, type Sort } from "../../platform/sorted-page.ts";
import { SpecialistModel } from "./specialist.model.ts";
import { toRow, type SpecialistRow } from "./specialist.repo.ts";

export interface StaffFilter {
  organizationId: string;
  words: string[];
  departmentId?: string | undefined;
  published?: boolean | undefined;
  /** Whose licence has ended before that hospital day. */
  licenceEndedBefore?: string | undefined;
  /** Those alone, or all but those. */
  only?: readonly string[] | undefined;
  except?: readonly string[] | undefined;
}

const oid = (id: string) => new Types.ObjectId(id);

const conditionOf = ({
  organizationId,
  words,
  departmentId,
  published,
  licenceEndedBefore,
  only,
  except,
}: StaffFilter) => ({
  organizationId: oid(organizationId),
  ...(departmentId === undefined ? {} : { departmentId: oid(departmentId) }),
  ...(published === undefined ? {} : { published }),
  ...(licenceEndedBefore === undefined ? {} : { licenceValidTo: { $lt: licenceEndedBefore } }),
  $and: [
    ...words.map((word) => ({ searchKeys: new RegExp(literal(word)) })),
    ...(only ? [{ _id: { $in: only.map(oid) } }] : []),
    ...(except ? [{ _id: { $nin: except.map(oid) } }] : []),
  ],
});

/** Specialists of one organisation, published or not, from a place in the order on. */
export async function findStaffPage(
  filter: StaffFilter,
  sort: Sort,
  cursor: string | undefined,
  limit: number,
): Promise<SpecialistRow[]> {
  const condition = conditionOf(filter);
  const docs = await SpecialistModel.find({ ...condition, $and: [...condition.$and, behind(sort, cursor, oid)] })
    .sort({ [sort.field]: sort.order, _id: sort.order })
    .limit(limit)
    .lean();
  return docs.map(toRow);
}

export const countStaff = (filter: StaffFilter): Promise<number> => {
  const { $and, ...condition } = conditionOf(filter);
  return SpecialistModel.countDocuments($and.length > 0 ? { ...condition, $and } : condition);
};

/** Specialists of one hospital. */
const MOST = 2000;

/** Those of an organisation against whom something stands on one of these days, by their own row or one of these. */
export async function findNotWhollyOnDuty(
  organizationId: string,
  { from, to, gone, closed }: { from: string; to: string; gone: readonly string[]; closed: readonly string[] },
): Promise<SpecialistRow[]> {
  const docs = await SpecialistModel.find({
    organizationId: oid(organizationId),
    $or: [
      { published: false },
      { hospitalConsent: false },
      { licenceValidTo: { $lt: to } },
      { licenceValidFrom: { $gt: from } },
      { practiceSince: { $gt: practiceSinceLimit(from) } },
      { userId: { $in: gone.map(oid) } },
      { departmentId: { $in: closed.map(oid) } },
    ],
  })
    .sort({ rank: 1, _id: 1 })
    .limit(MOST)
    .lean();
  return docs.map(toRow);
}

/** Ids of those of an organisation who are found by all the words. */
export async function findStaffIds(organizationId: string, words: string[]): Promise<string[]> {
  const { $and, ...condition } = conditionOf({ organizationId, words });
  const docs = await SpecialistModel.find($and.length > 0 ? { ...condition, $and } : condition, { _id: 1 }).lean();
  return docs.map(({ _id }) => _id.toHexString());
}
