import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { endAllSessions } from "../sessions/index.ts";
import { replyStaff, requireStaff } from "./staff.reads.ts";
import { holdSecurityAdmins, setUserActive } from "../users/index.ts";

/**
 * Takes an account out of use, with all its sessions and sockets, or back into it (R64). Repeating is harmless. Two
 * security admins who take each other out at once: one of them stays (`last_security_admin`). `own_act`.
 */
export async function setStaffActive(
  ctx: Ctx,
  { userId, active }: { userId: string; active: boolean },
): Promise<StaffAccount> {
  const { organizationId } = await requireStaff(ctx, userId);
  await inTransaction(ctx, async () => {
    if (!active) await holdSecurityAdmins(organizationId);
    if (!(await setUserActive(userId, active))) return;
    if (!active) {
      await requireSecurityAdmin(organizationId);
      await endAllSessions(ctx, userId, "account-closed");
    }
    await recordFact(ctx, {
      type: active ? "staff:reactivated" : "staff:deactivated",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId, organizationId },
    });
  });
  return replyStaff(ctx, userId);
}

/** Somebody must be left who can let others in again. */
export async function requireSecurityAdmin(organizationId: string): Promise<void> {
  if ((await holdSecurityAdmins(organizationId)) === 0) throw new AppError("last_security_admin");
}
