import type { Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { requirePerson, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import {
  endSession,
  findLiveSession,
  readRefreshToken,
  rotateSession,
  sessionEnd,
  type SessionRecord,
} from "../sessions/index.ts";
import { presentSession } from "./session.present.ts";
import { getUser } from "../users/index.ts";

/** Two tabs that wake together, or a reply lost on a bad line: the token before is good for this long. */
export const RACE_MS = 30_000;

/**
 * Trades the refresh cookie for a new access token and the next cookie. A token older than the race window has been
 * copied: the session is ended, for the thief and the owner alike. `session_expired` in every refusal but one: a page that
 * was opened by somebody else than the cookie's person hears `other_person`.
 */
export async function refreshSession(ctx: Ctx): Promise<Session> {
  const token = ctx.refreshCookie?.read();
  const claims = token ? readRefreshToken(ctx.keys, token) : null;
  const now = ctx.now();
  const live = claims && (await findLiveSession(claims.sessionId, now));
  const user = live && (await getUser(live.userId));
  if (!live || !user?.active) return expire(ctx);
  // Before anything is rotated: the cookie is another person's, and stays theirs.
  requirePerson(ctx, user.id);

  const half = secondFactorState(live.role, user.factorCount, live.secondFactorAt) === "required";
  const end = half ? live.expiresAt : sessionEnd(live.role, now, live.createdAt);
  const next =
    (await rotateSession(live.id, claims.generation, now, end)) ??
    (await sessionOfRace(live.id, claims.generation, now));
  if (!next) {
    await endSession(ctx, live, "reuse");
    return expire(ctx);
  }
  return presentSession(ctx, next, user);
}

/** The session as it stands, when the given token is the one just before and was replaced a moment ago. */
async function sessionOfRace(id: string, generation: number, now: Date): Promise<SessionRecord | null> {
  const session = await findLiveSession(id, now);
  if (!session || generation !== session.generation - 1) return null;
  return now.getTime() - session.rotatedAt.getTime() <= RACE_MS ? session : null;
}

function expire(ctx: Ctx): never {
  ctx.refreshCookie?.write(null, ctx.now());
  throw new AppError("session_expired");
}
