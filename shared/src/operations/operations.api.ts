import { endpoint } from "../endpoint.ts";
import { healthSchema } from "./health.schema.ts";

export const operationsApi = {
  /** How the machine is: counts and codes of the whole installation, and the licences of the caller's own organisation. */
  health: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/health", tags: ["operations"] })
    .output(healthSchema),
};
