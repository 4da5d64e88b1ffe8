import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Actor, Services } from "../../platform/context.ts";
import { readAccessToken } from "./access-token.ts";
import { idleEnd } from "./session-times.ts";
import { findLiveSession, keepSessionAwake, markSessionSeen } from "./session.repo.ts";
import { standingOf } from "../users/index.ts";

/** Whom a bearer token names, by its signature alone. */
export const claimsOf = (services: Services, accessToken: string) =>
  readAccessToken(services.keys, accessToken, services.now());

/** Who a bearer token speaks for: a valid signature is not enough, the session behind it must be live now. */
export async function resolveSession(services: Services, accessToken: string): Promise<Actor | null> {
  const claims = claimsOf(services, accessToken);
  return claims && standingNow(services, claims);
}

/** Who a session speaks for, while it lives: for links, which name the session they were made for. */
export async function actorBehind(services: Services, sessionId: string): Promise<Actor | null> {
  const session = await findLiveSession(sessionId, services.now());
  return session && standingNow(services, { userId: session.userId, sessionId });
}

/**
 * How an actor proven before stands now, null when they may act no more: for connections, which outlive the token they
 * began with. A leaver's sessions end with the account, whatever time they had left (R64).
 */
export async function standingNow(
  { now }: Services,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<Actor | null> {
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

/** The person behind the session did something: the idle time of staff begins anew. */
export async function noteAct({ env, now }: Services, actor: Actor): Promise<void> {
  const idleAt = idleEnd(env, actor.role, now());
  if (idleAt) await keepSessionAwake(actor.sessionId, now(), idleAt);
}
