import type { ServerModule } from "../module.ts";
import { scheduleChecks } from "./schedule-checks.repo.ts";
import "./schedule.facts.ts";
import { routes } from "./schedule.routes.ts";
import { sweepClaimsJob } from "./sweep-claims.ts";

export {
  claimTime,
  claimTimes,
  isTimeTaken,
  meetingReadings,
  placesBeside,
  releaseTime,
  TimeTaken,
  whoHolds,
  type Met,
} from "./claim-time.ts";
export { claimsBetween } from "./claim.repo.ts";
export { publishedScheduleOf, publishedSchedulesOf } from "./schedule.reads.ts";
export { publishedScheduleReading, type ScheduleRecord } from "./schedule.repo.ts";

export const schedulesModule: ServerModule = {
  routes: { schedules: routes },
  jobs: [sweepClaimsJob],
  checks: scheduleChecks,
};
