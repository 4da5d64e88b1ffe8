import { z } from "zod";
import { idSchema, instantSchema, oneTimeCodeSchema, textSchema } from "../fields.ts";

export const factorKinds = ["totp", "passkey"] as const;
/** One way to prove a second time who one is. */
export const factorSchema = z
  .object({
    id: idSchema,
    kind: z.enum(factorKinds),
    name: z.string(),
    createdAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
  })
  .meta({ id: "Factor" });
export const factorsSchema = z
  .object({ factors: z.array(factorSchema), recoveryCodesLeft: z.int() })
  .meta({ id: "Factors" });
/** Recovery codes are shown once, when the first factor is set up and when new ones are made; null otherwise. */
export const factorsChangedSchema = factorsSchema.extend({ recoveryCodes: z.array(z.string()).nullable() });

/** For an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s): the secret to type and the URI to scan. */
export const totpSetupSchema = z.object({ secret: z.string(), uri: z.string() });
export const factorNameSchema = textSchema(40);

/** Options and answers of WebAuthn as the browser's JSON; @simplewebauthn checks what is inside. */
export const webAuthnJsonSchema = z.record(z.string(), z.unknown());
/** Good for five minutes and one answer. */
export const passkeyOptionsSchema = z.object({ options: webAuthnJsonSchema });

export const secondFactorInputSchema = z.discriminatedUnion("method", [
  z.object({ method: z.literal("totp"), code: oneTimeCodeSchema }),
  z.object({ method: z.literal("recovery-code"), code: z.string().trim().min(8).max(40) }),
  z.object({ method: z.literal("passkey"), response: webAuthnJsonSchema }),
]);
/** Ways to prove again who one is, within a session: the password, or a second factor. */
export const confirmInputSchema = z.discriminatedUnion("method", [
  z.object({ method: z.literal("password"), password: z.string().min(1, { error: "required" }).max(128) }),
  z.object({ method: z.literal("totp"), code: oneTimeCodeSchema }),
  z.object({ method: z.literal("passkey"), response: webAuthnJsonSchema }),
]);
export const confirmedSchema = z.object({ confirmedUntil: instantSchema });

/** A signed-in device, as its owner sees it. */
export const deviceSessionSchema = z
  .object({
    id: idSchema,
    /** The one that asks. */
    current: z.boolean(),
    /** The browser's own words, at most 200 characters; the client makes a name of it. */
    userAgent: z.string(),
    ip: z.string(),
    startedAt: instantSchema,
    lastSeenAt: instantSchema,
  })
  .meta({ id: "DeviceSession" });

export const activeSchema = z.object({
  /** Staff without any act until then are signed out by the server (R63); null for patients. */
  idleAt: instantSchema.nullable(),
});

export type Factor = z.infer<typeof factorSchema>;
export type Factors = z.infer<typeof factorsSchema>;
export type FactorsChanged = z.infer<typeof factorsChangedSchema>;
export type TotpSetup = z.infer<typeof totpSetupSchema>;
export type SecondFactorInput = z.infer<typeof secondFactorInputSchema>;
export type ConfirmInput = z.infer<typeof confirmInputSchema>;
export type DeviceSession = z.infer<typeof deviceSessionSchema>;
