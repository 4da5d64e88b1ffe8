import type { Actor, Services } from "../../platform/context.ts";
import { readAccessToken } from "./access-token.ts";
import { findLiveSession } from "./session.repo.ts";
import { standingOf } from "./user.repo.ts";

/** Who a bearer token speaks for: a valid signature is not enough, the session behind it must be live now. */
export async function resolveSession(services: Services, accessToken: string): Promise<Actor | null> {
  const claims = readAccessToken(services.keys, accessToken, services.now());
  return claims && actorOfSession(services, claims);
}

/** Whether an actor proven before may still act: for connections, which outlive the token they began with. */
export const sessionLives = async (services: Services, actor: Actor): Promise<boolean> =>
  (await actorOfSession(services, actor)) !== null;

/** Who a session speaks for, while it lives: for links, which name the session they were made for. */
export async function actorBehind(services: Services, sessionId: string): Promise<Actor | null> {
  const session = await findLiveSession(sessionId, services.now());
  return session && actorOfSession(services, { userId: session.userId, sessionId });
}

/** A leaver's sessions end with the account, whatever time they had left (R64). */
async function actorOfSession(
  { now }: Services,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<Actor | null> {
  const [session, standing] = await Promise.all([findLiveSession(sessionId, now()), standingOf(userId)]);
  if (!session || !standing || session.userId !== userId) return null;
  return {
    userId,
    sessionId: session.id,
    role: session.role,
    organizationId: session.organizationId,
    specialistId: session.specialistId,
    mustChangePassword: standing.mustChangePassword,
    duty: standing.duty,
  };
}
