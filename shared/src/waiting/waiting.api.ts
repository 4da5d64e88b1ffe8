import { z } from "zod";
import { appointmentSchema, changedAppointmentSchema } from "../appointments/appointment.schema.ts";
import { endpoint } from "../endpoint.ts";
import { idSchema } from "../fields.ts";
import { nextInputSchema, tellWaitingInputSchema, waitingPlaceSchema } from "./waiting.schema.ts";

const tags = ["waiting"];
const one = z.object({ appointmentId: idSchema });

export const waitingApi = {
  /**
   * Calls whose turn it is with this specialist (叫号), or answers who is called already; null when nobody waits. With an appointment of
   * somebody else than who is called, `illegal_state`.
   */
  next: endpoint(["specialist"], ["illegal_state"])
    .route({ method: "POST", path: "/waiting/next", tags })
    .input(nextInputSchema)
    .output(z.object({ appointment: appointmentSchema.nullable() })),
  /** The call is taken back; the patient stands at the head of the queue. */
  putBack: endpoint(["specialist"], ["illegal_state"])
    .route({ method: "POST", path: "/appointments/{appointmentId}/waiting/put-back", tags })
    .input(one)
    .output(appointmentSchema),
  /** Called and not there (过号): some places back, by the organisation's rule; after so many times it was a missed visit. */
  passOver: endpoint(["specialist"], ["illegal_state"])
    .route({ method: "POST", path: "/appointments/{appointmentId}/waiting/pass", tags })
    .input(one)
    .output(changedAppointmentSchema),
  /** The patient's own place and the time it stands for. */
  place: endpoint(["patient"])
    .route({ method: "GET", path: "/appointments/{appointmentId}/waiting", tags })
    .input(one)
    .output(waitingPlaceSchema),
  /** The patient goes and wants to be called, is back, or tells from which device. */
  tell: endpoint(["patient"], ["illegal_state"])
    .route({ method: "PATCH", path: "/appointments/{appointmentId}/waiting", tags })
    .input(tellWaitingInputSchema)
    .output(waitingPlaceSchema),
};
