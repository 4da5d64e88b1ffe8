import { isDeepStrictEqual } from "node:util";
import type { TellWaitingInput, WaitingPlace } from "@fuzhen/shared/waiting/waiting.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { queue, requireOwnAppointment } from "../appointments/index.ts";
import { presentPlace } from "./place.reads.ts";
import { recordWaitingFact } from "./waiting.facts.ts";

/**
 * The patient leaves the page and wants to be called, is back or there after a call, or tells from which device they wait. Their place
 * stays what it is. Sent again it changes nothing. Code: illegal_state for who does not wait.
 */
export async function tellWaiting(ctx: Ctx, { appointmentId, ...said }: TellWaitingInput): Promise<WaitingPlace> {
  const record = await requireOwnAppointment(ctx, appointmentId);
  if (!queue.waitsIn(record)) throw new AppError("illegal_state");
  const { away, device, answeredAt, called } = record.queue;
  const fields = {
    ...(said.away !== undefined && said.away !== away ? { away: said.away } : {}),
    ...(said.device && !isDeepStrictEqual(said.device, device) ? { device: said.device } : {}),
    ...(said.here && called && answeredAt === null ? { answeredAt: ctx.now(), away: false } : {}),
  };
  if (Object.keys(fields).length === 0) return presentPlace(ctx, record);
  const after = await inTransaction(ctx, async () => {
    const told = await queue.setTold(appointmentId, fields);
    if (!told) throw new AppError("illegal_state");
    await recordWaitingFact(ctx, "waiting:told", told);
    return told;
  });
  return presentPlace(ctx, after);
}
