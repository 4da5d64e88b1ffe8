import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { endCareAccess } from "../care-access/index.ts";
import { sideOf } from "./appointment.policy.ts";
import { sealReason, type AppointmentRecord } from "./appointment.record.ts";
import { setCancelled } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";

/**
 * Either side cancels: the patient until the organisation's deadline (`too_late`), the specialist until the visit is
 * opened, with a reason that the patient will read. Frees the slot and ends the specialist's access.
 */
export async function cancelAppointment(
  ctx: Ctx,
  input: { appointmentId: string; reason: string },
): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, input.appointmentId);
  const by = sideOf(actorOf(ctx), record) === "specialist" ? "specialist" : "patient";
  if (by === "specialist" && input.reason === "")
    throw new AppError("invalid_input", [{ path: "reason", code: "required" }]);
  return changeAppointment(ctx, record, {
    verb: "cancel",
    fact: "appointment:cancelled",
    write: () =>
      setCancelled(record.id, { by, sealedReason: sealReason(ctx.keys, record.id, input.reason), at: ctx.now() }),
    also: () => endCareAccess(ctx, { appointmentId: record.id }),
  });
}
