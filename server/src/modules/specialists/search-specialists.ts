import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import type { SearchSpecialistsInput, Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { inactiveDepartmentIds } from "../organizations/index.ts";
import { inactiveSpecialistUserIds } from "../users/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import { AppError } from "../../platform/errors.ts";
import { searchWords } from "./search-keys.ts";
import { presentSpecialist } from "./specialist.present.ts";
import { getSpecialist, isOnDuty, withPlaces } from "./specialist.reads.ts";
import { searchPublished } from "./specialist.repo.ts";

const placeSchema = z.object({ rank: z.int(), id: idSchema });

/** Specialists anyone may book: published and on duty today, highest title first. */
export async function searchSpecialists(
  ctx: Ctx,
  input: SearchSpecialistsInput,
): Promise<{ items: Specialist[]; nextCursor: string | null }> {
  const rows = await searchPublished({
    day: dayOf(ctx.now()),
    words: searchWords(input.q ?? ""),
    departmentCode: input.departmentCode,
    organizationId: input.organizationId,
    exceptDepartments: await inactiveDepartmentIds(),
    exceptUsers: await inactiveSpecialistUserIds(),
    after: readCursor(placeSchema, input.cursor),
    limit: input.limit + 1,
  });
  const { items, nextCursor } = cutPage(rows, input.limit, ({ rank, id }) => ({ rank, id }));
  return { items: (await withPlaces(items)).map(presentSpecialist), nextCursor };
}

/** A specialist's public page; `not_found` for one who is not public or not on duty. */
export async function readSpecialist(ctx: Ctx, { specialistId }: { specialistId: string }): Promise<Specialist> {
  const specialist = await getSpecialist(specialistId);
  if (!specialist || !isOnDuty(specialist, dayOf(ctx.now(), specialist.timeZone))) throw new AppError("not_found");
  return presentSpecialist(specialist);
}
