import type { SearchSpecialistsInput, Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { inactiveDepartmentIds } from "../organizations/index.ts";
import { inactiveSpecialistUserIds } from "../users/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { searchWords } from "./search-keys.ts";
import { presentSpecialist } from "./specialist.present.ts";
import { getSpecialist, isOnDuty, withPlaces } from "./specialist.reads.ts";
import { searchPublished } from "./specialist.repo.ts";

/** The cursor is the place of the last one shown in the order of the list, so new specialists shift nothing. */
const writeCursor = (last: { rank: number; id: string }) =>
  Buffer.from(`${last.rank}.${last.id}`).toString("base64url");
function readCursor(cursor: string): { rank: number; id: string } {
  const [, rank, id] = /^(\d)\.([0-9a-f]{24})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!rank || !id) throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  return { rank: Number(rank), id };
}

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
    after: input.cursor === undefined ? null : readCursor(input.cursor),
    limit: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: (await withPlaces(page)).map(presentSpecialist),
    nextCursor: last && rows.length > page.length ? writeCursor(last) : null,
  };
}

/** A specialist's public page; `not_found` for one who is not public or not on duty. */
export async function readSpecialist(ctx: Ctx, { specialistId }: { specialistId: string }): Promise<Specialist> {
  const specialist = await getSpecialist(specialistId);
  if (!specialist || !isOnDuty(specialist, dayOf(ctx.now(), specialist.timeZone))) throw new AppError("not_found");
  return presentSpecialist(specialist);
}
