import type { DeviceSession } from "@fuzhen/shared/sessions/session.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { idleEnd } from "./session-times.ts";
import { getSession, liveSessionsOfUser } from "./session.repo.ts";
import { endAllSessions, endSession } from "./end-session.ts";

/** Where the caller is signed in now, newest first. */
export async function listDevices(ctx: Ctx): Promise<DeviceSession[]> {
  const { userId, sessionId } = actorOf(ctx);
  return (await liveSessionsOfUser(userId, ctx.now())).map((session) => ({
    id: session.id,
    current: session.id === sessionId,
    userAgent: session.userAgent,
    ip: session.ip,
    startedAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
  }));
}

/**
 * Signs out one of the caller's devices, which may be this one. Harmless when it is signed out already; `forbidden` for
 * another's.
 */
export async function endDevice(ctx: Ctx, input: { sessionId: string }): Promise<{ ok: true }> {
  const { userId, sessionId } = actorOf(ctx);
  const session = await getSession(input.sessionId);
  if (session?.userId !== userId) throw new AppError("forbidden");
  await endSession(ctx, session, "ended-by-owner");
  if (session.id === sessionId) ctx.refreshCookie?.write(null, ctx.now());
  return { ok: true };
}

export async function endOtherDevices(ctx: Ctx): Promise<{ ok: true }> {
  const { userId, sessionId } = actorOf(ctx);
  await endAllSessions(ctx, userId, "ended-by-owner", sessionId);
  return { ok: true };
}

/**
 * Called by the page while the person is active. The runner itself (run-action.ts) has extended the idle time, as on
 * every call by hand.
 */
export async function active(ctx: Ctx): Promise<{ idleAt: string | null }> {
  const { role } = actorOf(ctx);
  return { idleAt: idleEnd(ctx.env, role, ctx.now())?.toISOString() ?? null };
}
