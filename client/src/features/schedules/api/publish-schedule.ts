import { api } from "../../../lib/api/client.ts";

export const publishSchedule = (input: { specialistId: string; published: boolean; expectedVersion: number }) =>
  api.schedules.publish(input);
