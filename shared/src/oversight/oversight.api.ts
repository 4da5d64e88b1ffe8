import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, pageInputSchema, pageOf } from "../fields.ts";
import {
  accessLineSchema,
  auditEventSchema,
  auditFilterSchema,
  chainCheckSchema,
  emergencyActsSchema,
  integritySchema,
  staffLineSchema,
} from "./oversight.schema.ts";

const tags = ["oversight"];
const auditors = ["admin:audit"] as const;

export const oversightApi = {
  /** Rows of the own organisation's matters, newest first. Looking is written down too (R65). */
  search: endpoint(auditors, [], { limit: "search" })
    .route({ method: "GET", path: "/audit-events", tags })
    .input(pageInputSchema.extend(auditFilterSchema.shape))
    .output(pageOf(auditEventSchema)),
  /** The same rows as CSV, up to 10,000. */
  exportEvents: endpoint(auditors, [], { fresh: true, limit: "export" })
    .route({ method: "GET", path: "/audit-events/export", tags })
    .input(auditFilterSchema)
    .output(z.file()),
  /** Staff of the own organisation, also those who have left, to ask for their rows. */
  staff: endpoint(auditors).route({ method: "GET", path: "/audit-staff", tags }).output(z.array(staffLineSchema)),
  integrity: endpoint(auditors).route({ method: "GET", path: "/audit-integrity", tags }).output(integritySchema),
  /** Walks the last rows of the chain now. */
  verify: endpoint(auditors, [], { limit: "export" })
    .route({ method: "POST", path: "/audit-integrity/checks", tags })
    .input(z.object({ last: z.int().min(1).max(50_000).default(10_000) }))
    .output(chainCheckSchema),
  /** What was opened in an emergency of the own organisation, and whether the specialist had treated the patient before. */
  emergencyActs: endpoint(auditors, [], { limit: "search" })
    .route({ method: "GET", path: "/admin/break-glass/{breakGlassId}/acts", tags })
    .input(z.object({ breakGlassId: idSchema }))
    .output(emergencyActsSchema),
  /** Who read the record of an own 就诊人, when and what for (R55); `own: false` leaves out the account's own looks. */
  accessLog: endpoint(["patient"], [], { limit: "search" })
    .route({ method: "GET", path: "/patients/{patientId}/access-log", tags })
    .input(pageInputSchema.extend({ patientId: idSchema, own: z.boolean().default(true) }))
    .output(pageOf(accessLineSchema)),
};
