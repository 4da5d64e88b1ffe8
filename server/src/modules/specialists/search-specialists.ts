import { z } from "zod";
import { slotHorizon } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { idSchema, instantSchema } from "@fuzhen/shared/fields.ts";
import type {
  FoundSpecialists,
  SearchSpecialistsInput,
  Specialist,
} from "@fuzhen/shared/specialists/specialist.schema.ts";
import { addDays, dayOf, instantAt } from "@fuzhen/shared/time.ts";
import { addressGroup } from "../../platform/address-group.ts";
import { idOf, type Ctx } from "../../platform/context.ts";
import { cutPage, readCursor, writeCursor } from "../../platform/cursor.ts";
import { AppError } from "../../platform/errors.ts";
import { activeDepartments, listOrganizations } from "../organizations/index.ts";
import { codesOf, subjectsFor } from "../terminology/index.ts";
import { isCalled, meantBy, searchWords, soundsLike } from "./search-keys.ts";
import { presentSpecialist } from "./specialist.present.ts";
import type { SpecialistRecord } from "./specialist-places.repo.ts";
import { getSpecialist, isOnDuty, withPlaces } from "./specialist.reads.ts";
import { searchPublished, type SpecialistMatch, type SpecialistRow, type SpecialistSearch } from "./specialist.repo.ts";

/** How a query is understood, the strictest first; the next is tried when nobody was found. */
const ways = ["words", "sound", "near"] as const;
type Way = (typeof ways)[number];

const placeSchema = z.union([
  z.object({ way: z.enum(ways), rank: z.int(), id: idSchema }),
  z.object({ way: z.enum(ways), nextFree: instantSchema, id: idSchema }),
]);
type Place = z.infer<typeof placeSchema>;

/** Rows that one page looks at, when those found have left or their departments are closed. */
const LOOK = 500;

const NOBODY: FoundSpecialists = { items: [], nextCursor: null, near: false };

/**
 * Specialists anyone may book, published and on duty today, highest title first or soonest free first: by name, department, hospital or disease
 * under any of its names; then by how a name sounds; then, said as such (`near`), those of the departments nearest to it.
 */
export const searchSpecialists = (ctx: Ctx, input: SearchSpecialistsInput): Promise<FoundSpecialists> =>
  input.q === undefined
    ? search(ctx, input)
    : ctx.lines.searches.run(idOf(ctx.actor) ?? addressGroup(ctx.ip), () => search(ctx, input));

async function search(ctx: Ctx, input: SearchSpecialistsInput): Promise<FoundSpecialists> {
  const after = readCursor(placeSchema, input.cursor);
  const freeBefore = freeBeforeOf(input, dayOf(ctx.now()));
  // The cursor of one order says nothing in the other.
  if (after && "rank" in after !== (freeBefore === null))
    throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  for (const way of after ? [after.way] : ways) {
    const match = input.q ? await understand(way, input.q) : null;
    if (input.q && !match) continue;
    const found = await searchPage(ctx, { ...input, way, match, freeBefore, after });
    if (found.items.length > 0 || found.nextCursor !== null || !input.q) return { ...found, near: way === "near" };
  }
  return NOBODY;
}

/** Null where it is not asked for what is free. */
function freeBeforeOf({ sort, freeBy }: SearchSpecialistsInput, today: string): Date | null {
  // Nothing is looked at beyond the days that are offered, so that a later day asks no more than they do.
  const last = addDays(today, slotHorizon.bookLatest);
  if (freeBy !== undefined && freeBy < last) return instantAt(addDays(freeBy, 1), "00:00");
  return freeBy !== undefined || sort === "nextFree" ? instantAt(addDays(last, 2), "00:00") : null;
}

/** Null when the query says nothing in this way. */
async function understand(way: Way, query: string): Promise<SpecialistMatch | null> {
  const nothing: SpecialistMatch = { words: [], keys: [], subjects: [] };
  if (way === "sound") {
    const key = soundsLike(query);
    return key === null ? null : { ...nothing, keys: [key] };
  }
  if (way === "near") {
    const subjects = codesOf(query, 1).flatMap(subjectsFor);
    return subjects.length === 0 ? null : { ...nothing, subjects };
  }
  const words = searchWords(query);
  if (words.length === 0) return null;
  const [departments, organizations] = await Promise.all([activeDepartments(), listOrganizations()]);
  return {
    ...nothing,
    words: words.map((text) => ({
      text,
      departmentIds: departments.filter(({ name }) => isCalled(name, text)).map(({ id }) => id),
      organizationIds: organizations.filter(({ name }) => isCalled(name, text)).map(({ id }) => id),
    })),
    keys: meantBy(query),
  };
}

async function searchPage(
  ctx: Ctx,
  {
    way,
    match,
    freeBefore,
    after: from,
    ...input
  }: Omit<SpecialistSearch, "day" | "after"> & { way: Way; after: Place | null },
): Promise<{ items: Specialist[]; nextCursor: string | null }> {
  const placeOf = ({ rank, nextFree, id }: SpecialistRow): Place =>
    freeBefore && nextFree ? { way, nextFree: nextFree.toISOString(), id } : { way, rank, id };
  const found: (SpecialistRow & SpecialistRecord)[] = [];
  const limit = input.limit + 1;
  let after = from;
  for (let looked = 0; found.length < limit; looked += limit) {
    if (looked >= LOOK) return { items: found.map(presentSpecialist), nextCursor: after && writeCursor(after) };
    const rows = await searchPublished({
      day: dayOf(ctx.now()),
      match,
      departmentCode: input.departmentCode,
      departmentId: input.departmentId,
      organizationId: input.organizationId,
      freeBefore,
      after,
      limit,
    });
    found.push(...(await withPlaces(rows)).filter(({ active, departmentActive }) => active && departmentActive));
    const last = rows.at(-1);
    if (!last || rows.length < limit) break;
    after = placeOf(last);
  }
  const { items, nextCursor } = cutPage(found, input.limit, placeOf);
  return { items: items.map(presentSpecialist), nextCursor };
}

/** A specialist's public page; `not_found` for one who is not public or not on duty. */
export async function readSpecialist(ctx: Ctx, { specialistId }: { specialistId: string }): Promise<Specialist> {
  const specialist = await getSpecialist(specialistId);
  if (!specialist || !isOnDuty(specialist, dayOf(ctx.now(), specialist.timeZone))) throw new AppError("not_found");
  return presentSpecialist(specialist);
}
