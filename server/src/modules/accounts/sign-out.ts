import type { Ctx } from "../../platform/context.ts";
import { endSession, findLiveSession, readRefreshToken } from "../sessions/index.ts";

/** Ends the session of the cookie and of the bearer token (the same one, as a rule). Never fails for having none. */
export async function signOut(ctx: Ctx): Promise<{ ok: true }> {
  const token = ctx.refreshCookie?.read();
  const claims = token ? readRefreshToken(ctx.keys, token) : null;
  for (const id of new Set([claims?.sessionId, ctx.actor?.sessionId])) {
    const session = id ? await findLiveSession(id, ctx.now()) : null;
    if (session) await endSession(ctx, session, "sign-out");
  }
  ctx.refreshCookie?.write(null, ctx.now());
  return { ok: true };
}
