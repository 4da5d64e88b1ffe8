import { z } from "zod";
import { CHALLENGE_MS } from "@fuzhen/shared/factors/factor.rules.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { NewFactor, PasskeyFactor } from "./factor.repo.ts";
import { type ChallengePurpose, takeChallenge, writeChallenge } from "../sessions/index.ts";
import type { UserRecord } from "../users/index.ts";

type Json = Record<string, unknown>;

// The browser's JSON (WebAuthn Level 3, 5.1). Only its shape is checked here; the library checks the contents.
const answer = {
  id: z.string(),
  rawId: z.string(),
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}),
};
const newPasskeySchema = z.object({
  ...answer,
  response: z.object({
    clientDataJSON: z.string(),
    attestationObject: z.string(),
    transports: z.array(z.string().max(20)).max(8).optional(),
  }),
});
const passkeySchema = z.object({
  ...answer,
  response: z.object({
    clientDataJSON: z.string(),
    authenticatorData: z.string(),
    signature: z.string(),
    userHandle: z.string().optional(),
  }),
});

/** Loaded at its first use, because its certificate parsers slow down the start of the server. */
const webAuthn = () => import("@simplewebauthn/server");

/**
 * A passkey belongs to the host of the page it was made on. Requests of foreign pages were refused earlier
 * (request-context.ts).
 */
function siteOf({ origin }: Ctx): { origin: string; rpID: string } {
  if (!origin) throw new AppError("forbidden");
  return { origin, rpID: new URL(origin).hostname };
}

async function keepChallenge(ctx: Ctx, purpose: ChallengePurpose, options: { challenge: string }): Promise<Json> {
  const expiresAt = new Date(ctx.now().getTime() + CHALLENGE_MS);
  await writeChallenge(actorOf(ctx).sessionId, { value: options.challenge, purpose, expiresAt });
  return { ...options };
}

/** Options for `navigator.credentials.create`: no attestation, since any authenticator that verifies its user will do. */
export async function askForNewPasskey(ctx: Ctx, user: UserRecord, known: PasskeyFactor[]): Promise<Json> {
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: "复诊桥",
    rpID: siteOf(ctx).rpID,
    userID: new TextEncoder().encode(user.id),
    userName: user.displayName,
    userDisplayName: user.displayName,
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  return keepChallenge(ctx, "create", options);
}

/** Options for `navigator.credentials.get`. */
export async function askForPasskey(ctx: Ctx, known: PasskeyFactor[]): Promise<Json> {
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: siteOf(ctx).rpID,
    timeout: CHALLENGE_MS,
    userVerification: "required",
    allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  return keepChallenge(ctx, "get", options);
}

/** The new passkey, or null when anything about the answer is wrong. `code_expired` when no challenge is pending. */
export async function readNewPasskey(
  ctx: Ctx,
  response: Json,
): Promise<Omit<NewFactor & { kind: "passkey" }, "id" | "name"> | null> {
  const { origin, rpID } = siteOf(ctx);
  const expectedChallenge = await takeChallenge(actorOf(ctx).sessionId, "create", ctx.now());
  if (expectedChallenge === null) throw new AppError("code_expired");
  const parsed = newPasskeySchema.safeParse(response);
  if (!parsed.success) return null;
  const { verifyRegistrationResponse } = await webAuthn();
  const verified = await verifyRegistrationResponse({
    response: parsed.data,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  return {
    kind: "passkey",
    credentialId: id,
    publicKey: Buffer.from(publicKey).toString("base64url"),
    counter,
    transports: transports ?? [],
  };
}

/** Which of the passkeys has answered the challenge of this session, with its new counter; null for a wrong answer. */
export async function readPasskey(
  ctx: Ctx,
  response: Json,
  known: PasskeyFactor[],
): Promise<{ passkey: PasskeyFactor; counter: number } | null> {
  const { origin, rpID } = siteOf(ctx);
  const expectedChallenge = await takeChallenge(actorOf(ctx).sessionId, "get", ctx.now());
  const parsed = passkeySchema.safeParse(response);
  if (expectedChallenge === null || !parsed.success) return null;
  const passkey = known.find(({ credentialId }) => credentialId === parsed.data.id);
  if (!passkey) return null;
  const { verifyAuthenticationResponse } = await webAuthn();
  const verified = await verifyAuthenticationResponse({
    response: parsed.data,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
      // The library refuses a counter that does not grow: it means that the key was copied (WebAuthn Level 3, 6.1.1).
      counter: passkey.counter,
    },
  }).catch(() => null);
  return verified?.verified ? { passkey, counter: verified.authenticationInfo.newCounter } : null;
}
