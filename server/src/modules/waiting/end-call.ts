import { turnAfterPassing } from "@fuzhen/shared/waiting/waiting.rules.ts";
import { specialistOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { queue, recordAppointmentFact, requireOwnAppointment, type AppointmentRecord } from "../appointments/index.ts";
import { endCareAccess } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { recordWaitingFact } from "./waiting.facts.ts";

/** The specialist takes a call back: the patient waits on at the same turn. Code: illegal_state when they are not called. */
export async function putBack(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  await requireOwnAppointment(ctx, appointmentId);
  return inTransaction(ctx, async () => {
    const after = await queue.setPutBack(appointmentId);
    if (!after) throw new AppError("illegal_state");
    await recordWaitingFact(ctx, "waiting:put-back", after);
    return after;
  });
}

/**
 * Called and not there (过号): the patient lets so many go first as the organisation has set, and after as many calls as it has set the
 * visit was missed (爽约), which ends the specialist's sight of them. Code: illegal_state when they are not called.
 */
export async function passOver(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, appointmentId);
  const place = record.queue;
  if (!place?.called) throw new AppError("illegal_state");
  const { passedPlaces, callsBeforeNoShow } = await visitSettingsOf(record.organizationId);
  const waiting = await queue.waitingFor(specialistOf(ctx), ctx.now());
  const turnAt = turnAfterPassing(
    waiting.map((row) => ({ ...row.queue, id: row.id })),
    appointmentId,
    passedPlaces,
  );
  return inTransaction(ctx, async () => {
    if (place.passes + 1 < callsBeforeNoShow) {
      const after = await queue.setPassed(appointmentId, place.passes, turnAt);
      if (!after) throw new AppError("illegal_state");
      await recordWaitingFact(ctx, "waiting:passed", after);
      return after;
    }
    const missed = await queue.setGivenUp(appointmentId, place.passes);
    if (!missed) throw new AppError("illegal_state");
    await endCareAccess(ctx, { appointmentId });
    await recordAppointmentFact(ctx, "appointment:missed", missed);
    return missed;
  });
}
