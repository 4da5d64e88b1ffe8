import type { ListStaffSpecialistsInput, StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { cutSorted, type Sort } from "../../platform/sorted-page.ts";
import { searchWords } from "./search-keys.ts";
import { presentStaffSpecialist } from "./specialist.present.ts";
import type { SpecialistRecord } from "./specialist-places.repo.ts";
import { withPlaces } from "./specialist.reads.ts";
import type { SpecialistRow } from "./specialist.repo.ts";
import { countStaff, findStaffIds, findStaffPage, type StaffFilter } from "./staff-page.repo.ts";

export interface StaffPage<T> {
  items: T[];
  nextCursor: string | null;
  /** Of all pages; counted for the first alone. */
  total: number | null;
}

interface StaffPageInput extends Omit<StaffFilter, "words"> {
  q?: string | undefined;
  sort: ListStaffSpecialistsInput["sort"];
  order: ListStaffSpecialistsInput["order"];
  cursor?: string | undefined;
  limit: number;
}

const fields = {
  title: { field: "rank", holds: "number" },
  name: { field: "name", holds: "string" },
  licence: { field: "licenceValidTo", holds: "string" },
} as const satisfies Record<StaffPageInput["sort"], { field: keyof SpecialistRow; holds: Sort["holds"] }>;

/** A page of one organisation's specialists, for whoever has the right to them; the caller has seen to that. */
export async function pageOfStaff({
  q,
  sort: by,
  order,
  cursor,
  limit,
  ...filter
}: StaffPageInput): Promise<StaffPage<SpecialistRecord>> {
  const { field, holds } = fields[by];
  const sort: Sort = { field, holds, order: order === "asc" ? 1 : -1 };
  const wanted = { ...filter, words: searchWords(q ?? "") };
  const rows = await findStaffPage(wanted, sort, cursor, limit + 1);
  const { items, nextCursor } = cutSorted(rows, limit, sort, (row) => row[field]);
  // A first page that holds all has counted them already.
  const total = cursor !== undefined ? null : nextCursor === null ? items.length : await countStaff(wanted);
  return { items: await withPlaces(items), nextCursor, total };
}

/** Who of an organisation is found by a name, its pinyin, or a disease. */
export const staffIdsOf = (organizationId: string, q: string): Promise<string[]> =>
  findStaffIds(organizationId, searchWords(q));

/** Specialists of the admin's own organisation, page by page. */
export async function listStaff(ctx: Ctx, input: ListStaffSpecialistsInput): Promise<StaffPage<StaffSpecialist>> {
  const { state, ...page } = input;
  const { items, ...rest } = await pageOfStaff({
    ...page,
    organizationId: organizationOf(ctx),
    ...(state === "licence-ended" ? { licenceEndedBefore: dayOf(ctx.now()) } : {}),
    ...(state === "published" || state === "unpublished" ? { published: state === "published" } : {}),
  });
  return { items: items.map(presentStaffSpecialist), ...rest };
}
