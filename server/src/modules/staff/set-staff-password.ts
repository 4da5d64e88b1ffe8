import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { hashPassword, markFactorsReset, isBreached, openPhone, setInitialPassword } from "../users/index.ts";
import { removeAllFactors } from "../factors/index.ts";
import { requireSecondPerson } from "./require-second-person.ts";
import { replyStaff, requireStaff } from "./staff.reads.ts";
import { endAllSessions } from "../sessions/index.ts";

/**
 * Sets a new initial password for somebody who forgot theirs; it must be changed before anything else (R5), and all
 * their sessions end. The second factor stays, so that the admin who chose the password cannot sign in with it; nor may
 * the same colleague take both away (`second_person_required`). `password_breached`.
 */
export async function setStaffPassword(
  ctx: Ctx,
  { userId, initialPassword }: { userId: string; initialPassword: string },
): Promise<StaffAccount> {
  const user = await requireStaff(ctx, userId);
  if (isBreached(initialPassword, openPhone(ctx.keys, user)))
    throw new AppError("password_breached", [{ path: "initialPassword", code: "password_breached" }]);
  const passwordHash = await hashPassword(initialPassword);
  await inTransaction(ctx, async () => {
    await requireSecondPerson(ctx, userId, "factorsResetBy");
    await setInitialPassword(userId, passwordHash, actorOf(ctx).userId);
    await endAllSessions(ctx, userId, "password-changed");
    await recordFact(ctx, {
      type: "staff:password-set",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId, organizationId: user.organizationId },
    });
  });
  return replyStaff(ctx, userId);
}

/**
 * For somebody who lost every factor. The password stays, so that whoever finds the device cannot sign in either. Not
 * for the colleague who set that password (`second_person_required`).
 */
export async function resetStaffFactors(ctx: Ctx, { userId }: { userId: string }): Promise<StaffAccount> {
  const { organizationId } = await requireStaff(ctx, userId);
  await inTransaction(ctx, async () => {
    await requireSecondPerson(ctx, userId, "passwordSetBy");
    await removeAllFactors(ctx, userId);
    await markFactorsReset(userId, actorOf(ctx).userId);
    await recordFact(ctx, {
      type: "staff:factors-reset",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId, organizationId },
    });
  });
  return replyStaff(ctx, userId);
}
