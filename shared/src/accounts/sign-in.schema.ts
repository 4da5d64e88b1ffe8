import { z } from "zod";
import { webAuthnJsonSchema } from "../factors/factor.schema.ts";
import { instantSchema, oneTimeCodeSchema } from "../fields.ts";

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

export type SecondFactorInput = z.infer<typeof secondFactorInputSchema>;
export type ConfirmInput = z.infer<typeof confirmInputSchema>;
