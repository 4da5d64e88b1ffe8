import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema } from "../fields.ts";
import { activeSchema, deviceSessionSchema } from "./session.schema.ts";

const done = z.object({ ok: z.literal(true) });

/** Where one is signed in. */
export const sessionsApi = {
  /**
   * The person is active: sent at most once a minute while they type, point or talk; extends the idle time of staff.
   */
  active: endpoint("signed-in", [], { openTo: ["password-change-required", "second-factor-missing"] })
    .route({ method: "POST", path: "/sessions/active", tags: ["sessions"] })
    .output(activeSchema),
  devices: endpoint("signed-in")
    .route({ method: "GET", path: "/sessions", tags: ["sessions"] })
    .output(z.array(deviceSessionSchema)),
  /** Own sessions only; ending one that is over is harmless. */
  endDevice: endpoint("signed-in")
    .route({ method: "DELETE", path: "/sessions/{sessionId}", tags: ["sessions"] })
    .input(z.object({ sessionId: idSchema }))
    .output(done),
  endOtherDevices: endpoint("signed-in")
    .route({ method: "POST", path: "/sessions/end-others", tags: ["sessions"] })
    .output(done),
};
