import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import type { SearchSpecialistsInput, Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { cutPage, readCursor, writeCursor } from "../../platform/cursor.ts";
import { AppError } from "../../platform/errors.ts";
import { searchWords } from "./search-keys.ts";
import { presentSpecialist } from "./specialist.present.ts";
import { getSpecialist, isOnDuty, withPlaces, type SpecialistRecord } from "./specialist.reads.ts";
import { searchPublished } from "./specialist.repo.ts";

const placeSchema = z.object({ rank: z.int(), id: idSchema });
const placeOf = ({ rank, id }: z.infer<typeof placeSchema>) => ({ rank, id });

/** Rows that one page looks at, when those found have left or their departments are closed. */
const LOOK = 500;

/** Specialists anyone may book: published and on duty today, highest title first. */
export async function searchSpecialists(
  ctx: Ctx,
  input: SearchSpecialistsInput,
): Promise<{ items: Specialist[]; nextCursor: string | null }> {
  const found: SpecialistRecord[] = [];
  const limit = input.limit + 1;
  let after = readCursor(placeSchema, input.cursor);
  for (let looked = 0; found.length < limit; looked += limit) {
    if (looked >= LOOK) return { items: found.map(presentSpecialist), nextCursor: after && writeCursor(after) };
    const rows = await searchPublished({
      day: dayOf(ctx.now()),
      words: searchWords(input.q ?? ""),
      departmentCode: input.departmentCode,
      organizationId: input.organizationId,
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
