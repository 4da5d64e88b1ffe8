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

/**
 * The previous refresh token stays valid for this long: two tabs may wake together, or a reply may be lost on a bad
 * line.
 */
export const RACE_MS = 30_000;

/**
 * Exchanges the refresh cookie for a new access token and the next cookie. A token older than `RACE_MS` must have been
 * copied, so the session is ended, for thief and owner alike. Every refusal is `session_expired`, except `other_person`
 * for a page that was opened by somebody else than the cookie's owner.
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

/**
 * The current session, if the given token is the one before the newest and was replaced only a moment ago; else null.
 */
async function sessionOfRace(id: string, generation: number, now: Date): Promise<SessionRecord | null> {
  const session = await findLiveSession(id, now);
  if (!session || generation !== session.generation - 1) return null;
  return now.getTime() - session.rotatedAt.getTime() <= RACE_MS ? session : null;
}

function expire(ctx: Ctx): never {
  ctx.refreshCookie?.write(null, ctx.now());
  throw new AppError("session_expired");
}
