import { z } from "zod";
import { instantSchema, phoneSchema } from "../fields.ts";

/** What a code by text message is for; one made for one purpose opens no other. */
export const codePurposes = ["sign-up", "sign-in", "reset-password", "change-phone"] as const;
export type CodePurpose = (typeof codePurposes)[number];

export const sendCodeInputSchema = z.object({ phone: phoneSchema, purpose: z.enum(codePurposes) });
/** The same answer whether the number has an account or not. */
export const codeSentSchema = z
  .object({
    expiresAt: instantSchema,
    /** Another may be asked for from then on. */
    resendAt: instantSchema,
    /** `console`: demo mode sends no text message, the code is printed where the server runs; the screen says so. */
    channel: z.enum(["sms", "console"]),
  })
  .meta({ id: "CodeSent" });

export type SendCodeInput = z.infer<typeof sendCodeInputSchema>;
export type CodeSent = z.infer<typeof codeSentSchema>;
