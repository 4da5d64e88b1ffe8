import { CALL_LEASE_MS } from "@fuzhen/shared/waiting/waiting.rules.ts";
import { specialistOf, type Ctx } from "../../platform/context.ts";
import { queue } from "../appointments/index.ts";

/** A window of the specialist shows somebody who was called: the call stands. Of anybody else nothing happens, and nothing is told. */
export async function holdCall(ctx: Ctx, { appointmentId }: { appointmentId: string }): Promise<{ ok: true }> {
  const until = new Date(ctx.now().getTime() + CALL_LEASE_MS);
  await queue.holdCall(appointmentId, specialistOf(ctx), until);
  return { ok: true };
}
