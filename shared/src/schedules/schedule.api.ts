import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { daySchema, idSchema } from "../fields.ts";
import { saveScheduleInputSchema, scheduleSchema, slotDaySchema } from "./schedule.schema.ts";

export const schedulesApi = {
  /** Slots by hospital day, free or taken, never who took them. */
  slots: endpoint("public", ["not_found"])
    .route({ method: "GET", path: "/specialists/{specialistId}/slots", tags: ["schedules"] })
    .input(
      z.object({
        specialistId: idSchema,
        from: daySchema.optional(),
        days: z.number().int().min(1).max(31).default(14),
      }),
    )
    .output(z.array(slotDaySchema)),
  get: endpoint(["admin"])
    .route({ method: "GET", path: "/admin/specialists/{specialistId}/schedule", tags: ["schedules"] })
    .input(z.object({ specialistId: idSchema }))
    .output(scheduleSchema.nullable()),
  save: endpoint(["admin"], ["sessions_overlap", "session_too_short", "schedule_changed"])
    .route({ method: "PUT", path: "/admin/specialists/{specialistId}/schedule", tags: ["schedules"] })
    .input(saveScheduleInputSchema)
    .output(scheduleSchema),
  publish: endpoint(["admin"], ["schedule_changed", "specialist_unpublished"])
    .route({ method: "PUT", path: "/admin/specialists/{specialistId}/schedule/published", tags: ["schedules"] })
    .input(z.object({ specialistId: idSchema, published: z.boolean(), expectedVersion: z.int() }))
    .output(scheduleSchema),
};
