import type { User } from "../../platform/context.ts";

/**
 * Why this admin may not change this account, or null: it belongs to another organisation, or it is their own (R64).
 */
export function staffRefusal(
  actor: Pick<User, "userId" | "organizationId">,
  user: { id: string; organizationId: string | null } | null,
): "forbidden" | "own_act" | null {
  if (!user || user.organizationId === null || user.organizationId !== actor.organizationId) return "forbidden";
  return user.id === actor.userId ? "own_act" : null;
}
