import type { Actor } from "../../platform/context.ts";
import type { BreakGlassRecord } from "./break-glass.repo.ts";

/**
 * What stands against this person's review of an opening: another organisation's is none of theirs, nobody judges an
 * act of their own (R64), and what has been judged stays so. Null when nothing does.
 */
export function reviewRefusal(
  actor: Pick<Actor, "userId" | "organizationId">,
  opening: Pick<BreakGlassRecord, "organizationId" | "openedBy" | "review">,
): "forbidden" | "own_act" | "already_reviewed" | null {
  if (actor.organizationId !== opening.organizationId) return "forbidden";
  if (actor.userId === opening.openedBy) return "own_act";
  return opening.review ? "already_reviewed" : null;
}
