import type { Me, Session } from "@fuzhen/shared/accounts/account.schema.ts";
import { secondFactorState } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { type SessionRecord, signAccessToken, writeRefreshToken } from "../sessions/index.ts";
import { factorsOf } from "../factors/index.ts";
import type { UserRecord } from "../users/index.ts";

export async function presentMe(user: UserRecord, secondFactor: Me["secondFactor"]): Promise<Me> {
  const kinds = secondFactor === "required" ? (await factorsOf(user.id)).map(({ kind }) => kind) : [];
  return {
    id: user.id,
    role: user.role,
    duty: user.duty,
    displayName: user.displayName,
    organization:
      user.organizationId && user.organizationName ? { id: user.organizationId, name: user.organizationName } : null,
    specialistId: user.specialistId,
    mustChangePassword: user.mustChangePassword,
    secondFactor,
    secondFactorKinds: [...new Set(kinds)],
  };
}

/** Puts a new access token into the reply and the current refresh token into the cookie. */
export async function presentSession(ctx: Ctx, session: SessionRecord, user: UserRecord): Promise<Session> {
  const me = await presentMe(user, secondFactorState(user.role, user.factorCount, session.secondFactorAt));
  ctx.refreshCookie?.write(
    writeRefreshToken(ctx.keys, { sessionId: session.id, generation: session.generation }),
    session.expiresAt,
  );
  const access = signAccessToken(ctx.keys, { userId: user.id, sessionId: session.id }, ctx.now());
  return { accessToken: access.token, expiresAt: access.expiresAt.toISOString(), me };
}
