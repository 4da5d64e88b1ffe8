import type { ListSchedulesInput, ScheduleRow } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { pageOfStaff, type StaffPage } from "../specialists/index.ts";
import { requireOwnSpecialist } from "./own-specialist.ts";
import { presentSchedule } from "./schedule.present.ts";
import {
  findPublishedSchedules,
  findSchedule,
  findScheduled,
  findSchedules,
  type ScheduleRecord,
} from "./schedule.repo.ts";

/** The specialists of the admin's own organisation with their schedules, highest title first, page by page. */
export async function listSchedules(ctx: Ctx, input: ListSchedulesInput): Promise<StaffPage<ScheduleRow>> {
  const { state, specialistId, ...page } = input;
  const organizationId = organizationOf(ctx);
  const { items, ...rest } = await pageOfStaff({
    ...page,
    organizationId,
    sort: "title",
    order: "asc",
    ...(state === "none" ? { except: await findScheduled(organizationId) } : {}),
    ...(state === "draft" || state === "published" ? { only: await findScheduled(organizationId, state) } : {}),
    ...(specialistId === undefined ? {} : { only: [specialistId] }),
  });
  const schedules = new Map(
    (await findSchedules(items.map(({ id }) => id))).map((schedule) => [schedule.specialistId, schedule]),
  );
  return {
    items: items.map(({ id, name, title, departmentName }) => {
      const schedule = schedules.get(id);
      return { specialist: { id, name, title, departmentName }, schedule: schedule ? presentSchedule(schedule) : null };
    }),
    ...rest,
  };
}

/** The schedule of a specialist of the own organisation; null before the first save. */
export async function readSchedule(ctx: Ctx, specialistId: string): Promise<ScheduleRecord | null> {
  const specialist = await requireOwnSpecialist(ctx, specialistId);
  return findSchedule(specialist.id);
}

/** What patients are offered; null when nothing is published. */
export async function publishedScheduleOf(specialistId: string): Promise<ScheduleRecord | null> {
  const [schedule] = await findPublishedSchedules([specialistId]);
  return schedule ?? null;
}

/** The same for many, in one query; specialists without a published schedule are left out. */
export const publishedSchedulesOf = (specialistIds: readonly string[]): Promise<ScheduleRecord[]> =>
  findPublishedSchedules(specialistIds);
