import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { publishSchedule } from "./publish-schedule.ts";
import { saveSchedule } from "./save-schedule.ts";
import { presentSchedule } from "./schedule.present.ts";
import { listSchedules, readSchedule } from "./schedule.reads.ts";

export const routes = bindRoutes(contract.schedules, {
  overview: listSchedules,
  get: async (ctx, { specialistId }) => {
    const record = await readSchedule(ctx, specialistId);
    return record && presentSchedule(record);
  },
  save: async (ctx, input) => presentSchedule(await saveSchedule(ctx, input)),
  publish: async (ctx, input) => presentSchedule(await publishSchedule(ctx, input)),
});
