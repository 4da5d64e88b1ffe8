import type { SaveScheduleInput } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { api } from "../../../lib/api/client.ts";

export const saveSchedule = (input: SaveScheduleInput) => api.schedules.save(input);
