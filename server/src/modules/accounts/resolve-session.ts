import type { Actor, Services } from "../../platform/context.ts";
import { readAccessToken } from "./access-token.ts";
import { findLiveSession } from "./session.repo.ts";

/** Who a bearer token speaks for: a valid signature is not enough, the session behind it must be live now. */
export async function resolveSession(services: Services, accessToken: string): Promise<Actor | null> {
  const now = services.now();
  const claims = readAccessToken(services.keys, accessToken, now);
  const session = claims && (await findLiveSession(claims.sessionId, now));
  if (!session || session.userId !== claims.userId) return null;
  return {
    userId: session.userId,
    sessionId: session.id,
    role: session.role,
    organizationId: session.organizationId,
    specialistId: session.specialistId,
  };
}
