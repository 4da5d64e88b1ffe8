import type { FactorsChanged } from "@fuzhen/shared/factors/factor.schema.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/outbox.ts";
import { addFactor } from "./add-factor.ts";
import { wrongSecondFactor } from "./check-second-factor.ts";
import { factorsOf } from "./factor.repo.ts";
import { askForNewPasskey, askForPasskey, readNewPasskey } from "./passkeys.ts";
import { getUser } from "../users/index.ts";

type Json = Record<string, unknown>;

const ownPasskeys = async (userId: string) => (await factorsOf(userId)).filter((factor) => factor.kind === "passkey");

/** Options for making a new passkey of the caller, excluding those they have. */
export async function beginPasskey(ctx: Ctx): Promise<{ options: Json }> {
  const { userId } = actorOf(ctx);
  const user = await getUser(userId);
  if (!user) throw new AppError("unauthenticated");
  return { options: await askForNewPasskey(ctx, user, await ownPasskeys(userId)) };
}

/** Activates the new passkey. `second_factor_wrong` also when the passkey belongs to somebody already. */
export async function addPasskey(
  ctx: Ctx,
  { name, response }: { name: string; response: Json },
): Promise<FactorsChanged> {
  const passkey = await readNewPasskey(ctx, response);
  if (!passkey) throw wrongSecondFactor();
  try {
    // Nothing to use up here: the challenge was taken before the answer was checked.
    return await addFactor(ctx, { ...passkey, id: newId(), name }, async () => true);
  } catch (error) {
    if (duplicateKeyOf(error)?.includes("credentialId")) throw wrongSecondFactor();
    throw error;
  }
}

/** Options for using one of the caller's passkeys, at the second step or to prove again who they are. */
export async function passkeyOptions(ctx: Ctx): Promise<{ options: Json }> {
  const known = await ownPasskeys(actorOf(ctx).userId);
  if (known.length === 0) throw new AppError("illegal_state");
  return { options: await askForPasskey(ctx, known) };
}
