import { organizationOf, type Ctx } from "../../platform/context.ts";
import { requireOwnSpecialist } from "./own-specialist.ts";
import {
  findPublishedSchedules,
  findSchedule,
  findSchedulesOfOrganization,
  type ScheduleRecord,
} from "./schedule.repo.ts";

/** Schedules of the admin's own organisation. */
export const listSchedules = (ctx: Ctx): Promise<ScheduleRecord[]> => findSchedulesOfOrganization(organizationOf(ctx));

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
