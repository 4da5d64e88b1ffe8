import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, pageInputSchema, pageOf } from "../fields.ts";
import { addReportInputSchema, correctReportInputSchema, reportCategories, reportSchema } from "./report.schema.ts";

const tags = ["reports"];

export const reportsApi = {
  /** Files must be the caller's own and ready or still processing; a refused one is named (`fileIds.N`). */
  add: endpoint(["patient"], ["file_not_ready", "consent_required"])
    .route({ method: "POST", path: "/reports", successStatus: 201, tags })
    .input(addReportInputSchema)
    .output(reportSchema),
  get: endpoint(["patient", "specialist"])
    .route({ method: "GET", path: "/reports/{reportId}", tags })
    .input(z.object({ reportId: idSchema }))
    .output(reportSchema),
  /** Newest issue day first; hidden ones left out. */
  ofPatient: endpoint(["patient", "specialist"])
    .route({ method: "GET", path: "/patients/{patientId}/reports", tags })
    .input(pageInputSchema.extend({ patientId: idSchema, category: z.enum(reportCategories).optional() }))
    .output(pageOf(reportSchema)),
  /** What is written down of the paper, never the paper itself; what stood there before is kept and shown (R55). */
  correct: endpoint(["patient"], ["illegal_state", "report_changed", "consent_required"])
    .route({ method: "PUT", path: "/reports/{reportId}", tags })
    .input(correctReportInputSchema)
    .output(reportSchema),
  hide: endpoint(["patient"], ["illegal_state"])
    .route({ method: "POST", path: "/reports/{reportId}/hide", tags })
    .input(z.object({ reportId: idSchema }))
    .output(reportSchema),
};
