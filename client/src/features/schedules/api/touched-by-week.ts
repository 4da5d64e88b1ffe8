import type { ScheduleWeek } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** Visits outside the week; without one, all that are to come. */
export const touchedByWeek = (specialistId: string, week: ScheduleWeek | null) =>
  api.appointments.touchedBySpecialist({ specialistId, week });
