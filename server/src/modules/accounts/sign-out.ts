import { userBehind, type Ctx } from "../../platform/context.ts";
import { endSession, findLiveSession, readRefreshToken } from "../sessions/index.ts";

/**
 * Ends the session of the cookie and that of the bearer token (normally the same). Having none is no error. When
 * somebody else has signed in on this browser since, the cookie is theirs: it stays, and so does their session.
 */
export async function signOut(ctx: Ctx): Promise<{ ok: true }> {
  const token = ctx.refreshCookie?.read();
  const claims = token ? readRefreshToken(ctx.keys, token) : null;
  const ofCookie = claims && (await findLiveSession(claims.sessionId, ctx.now()));
  const user = userBehind(ctx.actor);
  const leaver = user?.userId ?? ctx.person ?? ofCookie?.userId;
  const foreignCookie = ofCookie !== null && ofCookie.userId !== leaver;
  const ofToken = user && (await findLiveSession(user.sessionId, ctx.now()));
  if (ofCookie && !foreignCookie) await endSession(ctx, ofCookie, "sign-out");
  if (ofToken && ofToken.id !== ofCookie?.id) await endSession(ctx, ofToken, "sign-out");
  if (!foreignCookie) ctx.refreshCookie?.write(null, ctx.now());
  return { ok: true };
}
