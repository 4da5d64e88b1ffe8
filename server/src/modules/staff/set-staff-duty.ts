import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { requireOneOfDuty } from "./require-one-of-duty.ts";
import { replyStaff, requireStaff } from "./staff.reads.ts";
import { holdAdmins, setUserDuty } from "../users/index.ts";
import { endAllSessions } from "../sessions/index.ts";

/**
 * Changes the duty of an admin: everybody has one, and nobody changes their own (R64). Ends their sessions, since their
 * open pages belong to the old duty. The last admin of a duty keeps it (`last_of_duty`). `illegal_state` when the
 * person is not an admin, or their duty changed in the meantime.
 */
export async function setStaffDuty(ctx: Ctx, { userId, duty }: { userId: string; duty: Duty }): Promise<StaffAccount> {
  const user = await requireStaff(ctx, userId);
  const from = user.duty;
  if (from === null) throw new AppError("illegal_state");
  if (from === duty) return replyStaff(ctx, userId);
  await inTransaction(ctx, async () => {
    await holdAdmins(user.organizationId, from);
    if (!(await setUserDuty(userId, from, duty, ctx.now()))) throw new AppError("illegal_state");
    await requireOneOfDuty(user.organizationId, from);
    await endAllSessions(ctx, userId, "duty-changed");
    await recordFact(ctx, {
      type: "staff:duty-changed",
      patientId: null,
      entity: { type: "User", id: userId },
      data: { userId, organizationId: user.organizationId, from, to: duty },
    });
  });
  return replyStaff(ctx, userId);
}
