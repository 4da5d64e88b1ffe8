import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { crashSchema } from "./crash.schema.ts";
import { healthSchema } from "./health.schema.ts";

export const operationsApi = {
  /** How the machine is: counts and codes of the whole installation, and the licences of the caller's own organisation. */
  health: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/health", tags: ["operations"] })
    .output(healthSchema),
  /** A browser tells that it crashed. Open to everybody, for it may happen before anybody is signed in; few an hour from one address. */
  reportCrash: endpoint("public")
    .route({ method: "POST", path: "/crashes", successStatus: 201, tags: ["operations"] })
    .input(crashSchema)
    .output(z.object({ ok: z.literal(true) })),
};
