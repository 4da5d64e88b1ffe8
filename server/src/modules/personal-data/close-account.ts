import { leavePatient, listPatientsOfAccount } from "../patients/index.ts";
import { endAllSessions } from "../sessions/index.ts";
import { getUser, markClosed, openPhone } from "../users/index.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { describeFault } from "../../platform/describe-fault.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { callOffSeen } from "./remove-patient.ts";

/**
 * The owner of a patient account closes it, for good (R55, R56). Their open bookings were shown and are called off; while a visit
 * is under way the account stays (`visit_open`). Every 就诊人 leaves as by `removePatient`: the record is kept as the law asks
 * (R32), for emergencies (R13) and the trail alone. All sessions end, no password or code signs in again, and the number is free
 * to sign up anew, for an account that knows nothing of this one.
 */
export async function closeAccount(ctx: Ctx, { bookings }: { bookings: readonly string[] }): Promise<{ ok: true }> {
  const { userId } = actorOf(ctx);
  const user = await getUser(userId);
  if (!user) throw new AppError("unauthenticated");
  await inTransaction(ctx, async () => {
    // Adding a patient and booking take it too, so nothing comes in between.
    await takeTurn("account", userId);
    const patients = await listPatientsOfAccount(ctx, userId);
    for (const { id } of patients) await takeTurn("patient", id);
    await callOffSeen(ctx, { accountId: userId }, bookings);
    for (const { id } of patients) await leavePatient(ctx, { patientId: id, accountId: userId });
    if (!(await markClosed(userId, ctx.now()))) throw new AppError("unauthenticated");
    await recordFact(ctx, {
      type: "account:closed",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId },
    });
    await endAllSessions(ctx, userId, "account-closed");
  });
  ctx.refreshCookie?.write(null, ctx.now());
  // Not awaited: what is done does not wait for a gateway.
  void ctx.sms.tell(openPhone(ctx.keys, user), "account-closed", ctx.now()).catch((error: unknown) => {
    ctx.log.warn({ requestId: ctx.requestId, error: describeFault(error) }, "the number was not told");
  });
  return { ok: true };
}
