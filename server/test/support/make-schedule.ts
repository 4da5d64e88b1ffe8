import type { SaveScheduleInput, Schedule, ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import type { TestSpecialist } from "./make-specialist.ts";
import type { TestApp } from "./test-app.ts";

export const aSession = (overrides: Partial<ScheduleSession> = {}): ScheduleSession => ({
  weekday: 1,
  halfDay: "morning",
  start: "09:00",
  end: "12:00",
  slotMinutes: 15,
  feeCents: 5000,
  visitKind: "video",
  capacity: 1,
  ...overrides,
});

/** Ten-minute slots round the clock, every day: whatever the test's clock shows, the next slot is near. */
export const everyDay = (overrides: Partial<ScheduleSession> = {}): ScheduleSession[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    aSession({ weekday, start: "00:00", end: "23:50", slotMinutes: 10, ...overrides }),
  );

/** A valid body for `PUT /admin/specialists/{id}/schedule`, in force since a month ago. */
export const scheduleBody = (
  app: TestApp,
  overrides: Partial<SaveScheduleInput> = {},
): Omit<SaveScheduleInput, "specialistId"> => ({
  expectedVersion: 0,
  effectiveFrom: addDays(dayOf(app.ctx.now()), -30),
  effectiveTo: null,
  sessions: everyDay(),
  closures: [],
  extras: [],
  ...overrides,
});

/** A specialist's first schedule, saved and (unless told otherwise) published by the admin of their hospital. */
export async function makeSchedule(
  app: TestApp,
  specialist: TestSpecialist,
  { published = true, ...overrides }: Partial<SaveScheduleInput> & { published?: boolean } = {},
): Promise<Schedule> {
  const at = `/admin/specialists/${specialist.specialistId}/schedule`;
  const as = specialist.hospital.admin.token;
  const saved = await app.call<Schedule>("PUT", at, { as, body: scheduleBody(app, overrides) });
  if (saved.status !== 200) throw new Error(`schedule answered ${saved.status} ${saved.problem?.code}`);
  if (!published) return saved.data;
  const body = { published: true, expectedVersion: saved.data.version };
  const reply = await app.call<Schedule>("PUT", `${at}/published`, { as, body });
  if (reply.status !== 200) throw new Error(`publishing answered ${reply.status} ${reply.problem?.code}`);
  return reply.data;
}
