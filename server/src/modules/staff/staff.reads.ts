import { isStale, staleBefore } from "@fuzhen/shared/staff/staff.rules.ts";
import type { ListStaffInput, StaffAccount } from "@fuzhen/shared/staff/staff.schema.ts";
import { actorOf, organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { cutSorted, type Sort } from "../../platform/sorted-page.ts";
import { staffRefusal } from "./staff.policy.ts";
import { countStaff, findStaffPage, getUser, type UserRecord } from "../users/index.ts";

const fields = {
  added: { field: "createdAt", holds: "date" },
  name: { field: "displayName", holds: "string" },
  "last-sign-in": { field: "lastSignInAt", holds: "date" },
} as const;

/** Accounts of the admin's own organisation, page by page; `total` is counted for the first alone. */
export async function listStaff(
  ctx: Ctx,
  { q = "", sort: by, order, cursor, limit, ...filter }: ListStaffInput,
): Promise<{ items: StaffAccount[]; nextCursor: string | null; total: number | null }> {
  const { field, holds } = fields[by];
  const sort: Sort = { field, holds, order: order === "asc" ? 1 : -1 };
  const wanted = { ...filter, q, organizationId: organizationOf(ctx), staleBefore: staleBefore(ctx.now()) };
  const rows = await findStaffPage(wanted, sort, cursor, limit + 1);
  const { items, nextCursor } = cutSorted(rows, limit, sort, (row) => row[field]);
  const total = cursor !== undefined ? null : nextCursor === null ? items.length : await countStaff(wanted);
  return { items: items.flatMap((user) => present(ctx, user) ?? []), nextCursor, total };
}

/** Null for who is no staff. */
function present(ctx: Ctx, user: UserRecord): StaffAccount | null {
  if (user.role === "patient") return null;
  return {
    id: user.id,
    name: user.displayName,
    phoneMasked: user.phoneMasked,
    role: user.role,
    duty: user.duty,
    active: user.active,
    mustChangePassword: user.mustChangePassword,
    hasSecondFactor: user.factorCount > 0,
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
    stale: isStale(user, ctx.now()),
    own: user.id === actorOf(ctx).userId,
  };
}

/** One of them as it stands now. */
export async function replyStaff(ctx: Ctx, userId: string): Promise<StaffAccount> {
  const user = await getUser(userId);
  const account = user?.organizationId === organizationOf(ctx) ? present(ctx, user) : null;
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
