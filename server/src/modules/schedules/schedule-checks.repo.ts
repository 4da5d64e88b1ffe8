import type { DataCheck } from "../../platform/data-check.ts";
import { refersTo } from "../../platform/row-checks.ts";
import { ScheduleModel, type ScheduleRow } from "./schedule.model.ts";

export const scheduleChecks: readonly DataCheck[] = [
  refersTo<ScheduleRow>("schedules.schedule-has-specialist", ScheduleModel, "specialistId", "specialists"),
];
