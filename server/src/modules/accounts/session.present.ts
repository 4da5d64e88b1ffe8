import type { Me, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { signAccessToken } from "./access-token.ts";
import { writeRefreshToken } from "./refresh-token.ts";
import type { SessionRecord } from "./session.repo.ts";
import type { UserRecord } from "./user.repo.ts";

export const presentMe = (user: UserRecord): Me => ({
  id: user.id,
  role: user.role,
  duty: user.duty,
  displayName: user.displayName,
  organization:
    user.organizationId && user.organizationName ? { id: user.organizationId, name: user.organizationName } : null,
  specialistId: user.specialistId,
  mustChangePassword: user.mustChangePassword,
});

/** A new access token in the reply, the refresh token in force in the cookie. */
export function presentSession(ctx: Ctx, session: SessionRecord, user: UserRecord): Session {
  ctx.refreshCookie?.write(
    writeRefreshToken(ctx.keys, { sessionId: session.id, generation: session.generation }),
    session.expiresAt,
  );
  const access = signAccessToken(ctx.keys, { userId: user.id, sessionId: session.id }, ctx.now());
  return { accessToken: access.token, expiresAt: access.expiresAt.toISOString(), me: presentMe(user) };
}
