import type { Schedule, ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { scheduleBody } from "./make-schedule.ts";
import type { TestSpecialist } from "./make-specialist.ts";
import type { Reply, TestApp } from "./test-app.ts";

/** The admin puts another week in place of the present one; what is published stays published. */
export async function changeSchedule(
  app: TestApp,
  { specialistId, hospital }: TestSpecialist,
  sessions: ScheduleSession[],
): Promise<Reply<Schedule>> {
  const at = `/admin/specialists/${specialistId}/schedule`;
  const as = hospital.admin.token;
  const { data } = await app.call<Schedule | null>("GET", at, { as });
  return app.call("PUT", at, { as, body: scheduleBody(app, { expectedVersion: data?.version ?? 0, sessions }) });
}
