import type { Schedule } from "@fuzhen/shared/schedules/schedule.schema.ts";
import type { ScheduleRecord } from "./schedule.repo.ts";

export const presentSchedule = (record: ScheduleRecord): Schedule => ({
  specialistId: record.specialistId,
  status: record.status,
  effectiveFrom: record.effectiveFrom,
  effectiveTo: record.effectiveTo,
  sessions: record.sessions,
  closures: record.closures,
  extras: record.extras,
  version: record.version,
  updatedAt: record.updatedAt.toISOString(),
});
