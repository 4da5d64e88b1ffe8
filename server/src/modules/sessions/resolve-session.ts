import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Services, User } from "../../platform/context.ts";
import { readAccessToken } from "./access-token.ts";
import { idleEnd } from "./session-times.ts";
import { findLiveSession, keepSessionAwake, markSessionSeen } from "./session.repo.ts";
import { standingOf } from "../users/index.ts";

/** Whom a bearer token names, by its signature alone. */
export const claimsOf = (services: Services, accessToken: string) =>
  readAccessToken(services.keys, accessToken, services.now());

/** The actor behind a bearer token, else null. A valid signature is not enough: its session must be live now. */
export async function resolveSession(services: Services, accessToken: string): Promise<User | null> {
  const claims = claimsOf(services, accessToken);
  return claims && standingNow(services, claims);
}

/**
 * The actor behind a session while it is live, else null; for signed links, which name the session they were made for.
 */
export async function actorBehind(services: Services, sessionId: string): Promise<User | null> {
  const session = await findLiveSession(sessionId, services.now());
  return session && standingNow(services, { userId: session.userId, sessionId });
}

/**
 * The actor as of now, or null when they may no longer act; for socket connections, which outlive the token they
 * started with. When somebody leaves, all their sessions end, whatever time they had left (R64).
 */
export async function standingNow(
  { now }: Services,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<User | null> {
  const at = now();
  const [session, standing] = await Promise.all([findLiveSession(sessionId, at), standingOf(userId)]);
  if (!session || !standing || session.userId !== userId) return null;
  if (at.getTime() - session.lastSeenAt.getTime() >= MINUTE_MS)
    await markSessionSeen(session.id, session.lastSeenAt, at);
  return {
    userId,
    sessionId: session.id,
    role: session.role,
    organizationId: session.organizationId,
    specialistId: session.specialistId,
    mustChangePassword: standing.mustChangePassword,
    duty: standing.duty,
    secondFactor: secondFactorState(session.role, standing.factorCount, session.secondFactorAt),
    confirmedAt: session.confirmedAt,
  };
}

/** The person did something: restarts the idle time of staff. */
export async function noteAct({ env, now }: Services, actor: User): Promise<void> {
  const idleAt = idleEnd(env, actor.role, now());
  if (idleAt) await keepSessionAwake(actor.sessionId, now(), idleAt);
}
