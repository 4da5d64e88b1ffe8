import { z } from "zod";
import { CARE_ACCESS_DAYS_MOST } from "./break-glass.rules.ts";
import { endpoint } from "../endpoint.ts";
import { idSchema, pageInputSchema, pageOf } from "../fields.ts";
import {
  breakGlassCaseSchema,
  breakGlassSchema,
  openBreakGlassInputSchema,
  patientInCareSchema,
  reviewInputSchema,
} from "./care-access.schema.ts";

const tags = ["care-access"];

export const careAccessApi = {
  /** Whom fewer days after the visit would touch at once: asked before they are set. `more`: there are others besides. */
  endingWith: endpoint(["admin:security"], [], { limit: "search" })
    .route({ method: "GET", path: "/admin/access-rules/ending", tags })
    .input(z.object({ careAccessDays: z.coerce.number().int().min(0).max(CARE_ACCESS_DAYS_MOST) }))
    .output(z.object({ patients: z.int(), specialists: z.int(), more: z.boolean() })),
  /** The head of a record somebody else keeps: who it is, what was consented to, and why the reader sees it. */
  patient: endpoint(["specialist"], ["licence_invalid", "experience_too_short", "consent_required"])
    .route({ method: "GET", path: "/care-access/patients/{patientId}", tags })
    .input(z.object({ patientId: idSchema }))
    .output(patientInCareSchema),
  /**
   * Opens the record of a patient in an emergency, for hours, to read only. Alarms the patient and the organisation's
   * admins at once. One opening for every record that is kept of this person.
   */
  openBreakGlass: endpoint(
    ["specialist"],
    ["patient_unknown", "licence_invalid", "experience_too_short", "emergency_judged"],
    {
      fresh: true,
    },
  )
    .route({ method: "POST", path: "/care-access/break-glass", successStatus: 201, tags })
    .input(openBreakGlassInputSchema)
    .output(z.array(breakGlassSchema)),
  /** The caller's own openings that are still live. */
  myBreakGlass: endpoint(["specialist"])
    .route({ method: "GET", path: "/care-access/break-glass", tags })
    .output(z.array(breakGlassSchema)),
  /** Ends an own opening before its time. */
  endBreakGlass: endpoint(["specialist"])
    .route({ method: "POST", path: "/care-access/break-glass/{breakGlassId}/end", tags })
    .input(z.object({ breakGlassId: idSchema }))
    .output(z.object({ ok: z.literal(true) })),
  /** Openings of the own organisation: to be reviewed, oldest first; or reviewed, latest first. */
  breakGlassCases: endpoint(["admin:audit"])
    .route({ method: "GET", path: "/admin/break-glass", tags })
    .input(pageInputSchema.extend({ scope: z.enum(["open", "reviewed"]).default("open") }))
    .output(pageOf(breakGlassCaseSchema)),
  reviewBreakGlass: endpoint(["admin:audit"], ["already_reviewed", "own_act"])
    .route({ method: "POST", path: "/admin/break-glass/{breakGlassId}/review", tags })
    .input(reviewInputSchema)
    .output(breakGlassCaseSchema),
};
