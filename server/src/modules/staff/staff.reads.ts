import { isStale } from "@fuzhen/shared/staff/staff.rules.ts";
import type { StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { actorOf, organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { staffRefusal } from "./staff.policy.ts";
import { getUser, staffTimesOf, type UserRecord } from "../users/index.ts";

/** Accounts of the admin's own organisation, in the order they were added. */
export async function listStaff(ctx: Ctx): Promise<StaffAccount[]> {
  const { userId } = actorOf(ctx);
  const accounts: StaffAccount[] = [];
  for (const [id, times] of await staffTimesOf(organizationOf(ctx))) {
    const user = await getUser(id);
    if (!user || user.role === "patient") continue;
    accounts.push({
      id,
      name: user.displayName,
      phoneMasked: user.phoneMasked,
      role: user.role,
      duty: user.duty,
      active: user.active,
      mustChangePassword: user.mustChangePassword,
      hasSecondFactor: user.factorCount > 0,
      lastSignInAt: times.lastSignInAt?.toISOString() ?? null,
      stale: isStale({ ...times, active: user.active }, ctx.now()),
      own: id === userId,
    });
  }
  return accounts;
}

/** One of them as it stands now. */
export async function replyStaff(ctx: Ctx, userId: string): Promise<StaffAccount> {
  const account = (await listStaff(ctx)).find(({ id }) => id === userId);
  if (!account) throw new AppError("forbidden");
  return account;
}

/** An account the admin may change; `forbidden` alike for another organisation's and none, `own_act` for their own. */
export async function requireStaff(ctx: Ctx, userId: string): Promise<UserRecord & { organizationId: string }> {
  const user = await getUser(userId);
  const refusal = staffRefusal(actorOf(ctx), user);
  if (refusal || !user?.organizationId) throw new AppError(refusal ?? "forbidden");
  return { ...user, organizationId: user.organizationId };
}
