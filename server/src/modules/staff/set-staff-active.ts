import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import { endAllSessions } from "../sessions/index.ts";
import { replyStaff, requireStaff } from "./staff.reads.ts";
import { holdAdmins, setUserActive } from "../users/index.ts";
import { requireOneOfDuty } from "./require-one-of-duty.ts";

/**
 * Deactivates an account, ending all its sessions and sockets, or reactivates it (R64). Repeating is harmless. The last
 * admin of a duty stays (`last_of_duty`), also when two deactivate each other at once. `own_act` for their own account.
 */
export async function setStaffActive(
  ctx: Ctx,
  { userId, active }: { userId: string; active: boolean },
): Promise<StaffAccount> {
  const { organizationId, duty } = await requireStaff(ctx, userId);
  await inTransaction(ctx, async () => {
    if (!active && duty) await holdAdmins(organizationId, duty);
    if (!(await setUserActive(userId, active))) return;
    if (!active) {
      if (duty) await requireOneOfDuty(organizationId, duty);
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
