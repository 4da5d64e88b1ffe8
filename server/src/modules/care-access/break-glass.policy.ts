import type { User } from "../../platform/context.ts";
import type { BreakGlassRecord } from "./break-glass.repo.ts";

/**
 * Why this person may not review this opening, or null: it belongs to another organisation, it is their own act (R64),
 * or it has been reviewed already.
 */
export function reviewRefusal(
  actor: Pick<User, "userId" | "organizationId">,
  opening: Pick<BreakGlassRecord, "organizationId" | "openedBy" | "review">,
): "forbidden" | "own_act" | "already_reviewed" | null {
  if (actor.organizationId !== opening.organizationId) return "forbidden";
  if (actor.userId === opening.openedBy) return "own_act";
  return opening.review ? "already_reviewed" : null;
}
