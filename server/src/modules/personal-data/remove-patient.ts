import { callOff, openBookings } from "../appointments/index.ts";
import { getPatient, leavePatient, requireOwnPatient } from "../patients/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { takeTurns } from "../../platform/turn.repo.ts";

/**
 * Takes a 就诊人 out of the caller's account (R55, R56). Their open bookings were shown and are called off; whoever is in a visit
 * leaves when it has ended (`visit_open`). What was written stays as long as the law asks (R32), out of everybody's sight but
 * in an emergency (R13) and in the trail. Sent again it changes nothing.
 */
export async function removePatient(
  ctx: Ctx,
  { patientId, bookings }: { patientId: string; bookings: readonly string[] },
): Promise<{ ok: true }> {
  const { userId } = actorOf(ctx);
  const before = await getPatient(ctx, patientId);
  if (before?.accountId === userId && before.removedAt) return { ok: true };
  await requireOwnPatient(ctx, patientId, "remove-patient");
  await inTransaction(ctx, async () => {
    await takeTurns({ patient: patientId, account: userId });
    await callOffSeen(ctx, { patientId }, bookings);
    await leavePatient(ctx, { patientId, accountId: userId });
  });
  return { ok: true };
}

/** Calls off what is open, if it is what the person has seen. `visit_open`, `record_changed`. Joins the transaction. */
export async function callOffSeen(
  ctx: Ctx,
  of: { accountId: string } | { patientId: string },
  seen: readonly string[],
): Promise<void> {
  const open = await openBookings(ctx, of);
  const underWay = open.find(({ consultationStatus }) => consultationStatus === "in-progress");
  if (underWay) throw new AppError("visit_open", [], null, { type: "Appointment", id: underWay.id });
  if (open.length !== new Set(seen).size || open.some(({ id }) => !seen.includes(id)))
    throw new AppError("record_changed");
  await callOff(ctx, open);
}
