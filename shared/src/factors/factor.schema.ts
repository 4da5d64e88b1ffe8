import { z } from "zod";
import { idSchema, instantSchema, textSchema } from "../fields.ts";

export const factorKinds = ["totp", "passkey"] as const;
/** A second factor. */
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

/** WebAuthn options and answers as the browser's JSON; @simplewebauthn checks the contents. */
export const webAuthnJsonSchema = z.record(z.string(), z.unknown());
/** Valid for five minutes and one answer. */
export const passkeyOptionsSchema = z.object({ options: webAuthnJsonSchema });

export type Factor = z.infer<typeof factorSchema>;
export type Factors = z.infer<typeof factorsSchema>;
export type FactorsChanged = z.infer<typeof factorsChangedSchema>;
export type TotpSetup = z.infer<typeof totpSetupSchema>;
