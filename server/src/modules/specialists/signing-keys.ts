import type { Ctx } from "../../platform/context.ts";
import { newSigningPair } from "../../platform/signing.ts";
import { newId } from "../../platform/outbox.ts";
import { activeSigningKeyOf, insertSigningKey } from "./signing-key.repo.ts";

/** Seal context of the private key: copied to another specialist's row it does not decrypt. */
export const bindOf = (keyId: string, specialistId: string) => `signing-key:${keyId}:${specialistId}`;

/** Makes the specialist's pair; part of adding a specialist. */
export async function createSigningKey(ctx: Ctx, specialistId: string): Promise<void> {
  const id = newId();
  const { publicKey, privateKey } = newSigningPair();
  const privateKeySealed = ctx.keys.seal(privateKey, bindOf(id, specialistId));
  await insertSigningKey({ id, specialistId, publicKey, privateKeySealed }, ctx.now());
}

/** The key pair of a specialist, as PEM. Only for signing by that same specialist (R16, R34). */
export async function signingKeyOf(
  ctx: Ctx,
  specialistId: string,
): Promise<{ keyId: string; publicKey: string; privateKey: string }> {
  const key = await activeSigningKeyOf(specialistId);
  if (!key) throw new Error("specialist without a signing key");
  const privateKey = ctx.keys.open(key.privateKeySealed, bindOf(key.id, specialistId));
  return { keyId: key.id, publicKey: key.publicKey, privateKey };
}
