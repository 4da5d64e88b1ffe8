import type { AppointmentRecord } from "../appointments/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { recordFact } from "../../platform/outbox.ts";

/** Who a fact of the queue concerns: ids only. */
export interface WaitingFact {
  appointmentId: string;
  patientId: string;
  specialistId: string;
  /** User who owns the patient. */
  accountId: string;
  organizationId: string;
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "waiting:called": WaitingFact;
    "waiting:put-back": WaitingFact;
    "waiting:passed": WaitingFact;
    "waiting:told": WaitingFact;
  }
}

export const waitingFacts = ["waiting:called", "waiting:put-back", "waiting:passed", "waiting:told"] as const;

/** Writes the fact beside the change, from the appointment after it. */
export const recordWaitingFact = (
  ctx: Ctx,
  type: (typeof waitingFacts)[number],
  { id, patientId, specialistId, accountId, organizationId }: AppointmentRecord,
): Promise<void> =>
  recordFact(ctx, {
    type,
    patientId,
    entity: { type: "Appointment", id },
    data: { appointmentId: id, patientId, specialistId, accountId, organizationId },
  });
