import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { countedPageOf, idSchema } from "../fields.ts";
import {
  listSchedulesInputSchema,
  saveScheduleInputSchema,
  scheduleRowSchema,
  scheduleSchema,
} from "./schedule.schema.ts";

export const schedulesApi = {
  /** The specialists of the admin's own organisation with their schedules, highest title first, for the week grid. */
  overview: endpoint(["admin:system"], [], { limit: "search" })
    .route({ method: "GET", path: "/admin/schedules", tags: ["schedules"] })
    .input(listSchedulesInputSchema)
    .output(countedPageOf(scheduleRowSchema)),
  get: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/specialists/{specialistId}/schedule", tags: ["schedules"] })
    .input(z.object({ specialistId: idSchema }))
    .output(scheduleSchema.nullable()),
  save: endpoint(["admin:system"], ["sessions_overlap", "session_too_short", "schedule_changed"])
    .route({ method: "PUT", path: "/admin/specialists/{specialistId}/schedule", tags: ["schedules"] })
    .input(saveScheduleInputSchema)
    .output(scheduleSchema),
  publish: endpoint(["admin:system"], ["schedule_changed", "specialist_unpublished"])
    .route({ method: "PUT", path: "/admin/specialists/{specialistId}/schedule/published", tags: ["schedules"] })
    .input(z.object({ specialistId: idSchema, published: z.boolean(), expectedVersion: z.int() }))
    .output(scheduleSchema),
};
