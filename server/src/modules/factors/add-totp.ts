import { TOTP_SETUP_MS } from "@fuzhen/shared/factors/factor.rules.ts";
import type { FactorsChanged, TotpSetup } from "@fuzhen/shared/factors/factor.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/outbox.ts";
import { addFactor } from "./add-factor.ts";
import { wrongSecondFactor } from "./check-second-factor.ts";
import { readTotpSetup, takeTotpSetup, writeTotpSetup } from "../sessions/index.ts";
import { newTotpSecret, openSetup, sealSecret, sealSetup, stepOfCode, totpUri } from "./totp.ts";
import { getUser } from "../users/index.ts";

/**
 * A secret for the caller's authenticator app. It becomes active when the app has shown its first code, else it is
 * forgotten.
 */
export async function beginTotp(ctx: Ctx): Promise<TotpSetup> {
  const { userId, sessionId } = actorOf(ctx);
  const user = await getUser(userId);
  if (!user) throw new AppError("unauthenticated");
  const secret = newTotpSecret();
  const expiresAt = new Date(ctx.now().getTime() + TOTP_SETUP_MS);
  await writeTotpSetup(sessionId, sealSetup(ctx.keys, sessionId, secret), expiresAt);
  return { secret, uri: totpUri(secret, user.displayName) };
}

/**
 * Activates the app by its first code, which counts as used. `code_expired` when no setup is pending, or it is too old.
 */
export async function addTotp(ctx: Ctx, { name, code }: { name: string; code: string }): Promise<FactorsChanged> {
  const { sessionId } = actorOf(ctx);
  const sealed = await readTotpSetup(sessionId, ctx.now());
  if (sealed === null) throw new AppError("code_expired");
  const secret = openSetup(ctx.keys, sessionId, sealed);
  const lastStep = stepOfCode(secret, code, ctx.now());
  if (lastStep === null) throw wrongSecondFactor();
  const id = newId();
  const secretSealed = sealSecret(ctx.keys, id, secret);
  return addFactor(ctx, { id, kind: "totp", name, secretSealed, lastStep, published: false }, () =>
    takeTotpSetup(sessionId, sealed),
  );
}
