import { z } from "zod";
import { idSchema, instantSchema, oneTimeCodeSchema, phoneSchema } from "../fields.ts";
import { duties, roles } from "../roles.ts";

/**
 * Length, and a check against breached passwords on the server; no rules about kinds of characters (NIST SP 800-63B
 * 5.1.1.2).
 */
export const passwordSchema = z.string().min(8, { error: "password_short" }).max(128, { error: "too_long" });

export const signUpInputSchema = z.object({
  phone: phoneSchema,
  password: passwordSchema,
  /** From the text message: the number is the caller's own. */
  code: oneTimeCodeSchema,
  /** What the code was asked for: `sign-in` where signing in by code found that the number has no account yet. */
  codePurpose: z.enum(["sign-up", "sign-in"]).optional(),
  /** Privacy notice read and accepted (R52); never pre-ticked, so only `true` is a valid answer. */
  noticeAccepted: z.literal(true, { error: "notice" }),
});
export const signInInputSchema = z.object({
  phone: phoneSchema,
  password: z.string().min(1, { error: "required" }).max(128),
});
export const signInByCodeInputSchema = z.object({ phone: phoneSchema, code: oneTimeCodeSchema });
export const resetPasswordInputSchema = z.object({
  phone: phoneSchema,
  code: oneTimeCodeSchema,
  newPassword: passwordSchema,
});
export const changePasswordInputSchema = z.object({
  currentPassword: z.string().min(1, { error: "required" }).max(128),
  newPassword: passwordSchema,
});

/** The new number, and the code that was sent to it. */
export const changePhoneInputSchema = z.object({ phone: phoneSchema, code: oneTimeCodeSchema });

export const meSchema = z
  .object({
    id: idSchema,
    role: z.enum(roles),
    /** Admins only. */
    duty: z.enum(duties).nullable(),
    /** Shown in the header; a patient account has its masked phone here. */
    displayName: z.string(),
    organization: z.object({ id: idSchema, name: z.string() }).nullable(),
    specialistId: idSchema.nullable(),
    mustChangePassword: z.boolean(),
    /** `required`: the second step of this sign-in is still to come; `missing`: staff who have to set one up (R63). */
    secondFactor: z.enum(["required", "missing"]).nullable(),
    /** What the second step may be done with; empty unless it is required. */
    secondFactorKinds: z.array(z.enum(["totp", "passkey"])),
  })
  .meta({ id: "Me" });

export const sessionSchema = z
  .object({
    /** Bearer token, minutes long; the refresh token travels only in an httpOnly cookie. */
    accessToken: z.string(),
    expiresAt: instantSchema,
    me: meSchema,
  })
  .meta({ id: "Session" });

export const demoAccountSchema = z
  .object({
    role: z.enum(roles),
    name: z.string(),
    phone: z.string(),
    password: z.string(),
    about: z.string(),
    /** TOTP secret of the demo account, so that visitors get through the second step; null for patients. */
    totpSecret: z.string().nullable(),
  })
  .meta({ id: "DemoAccount" });

export type SignUpInput = z.infer<typeof signUpInputSchema>;
export type SignInInput = z.infer<typeof signInInputSchema>;
export type SignInByCodeInput = z.infer<typeof signInByCodeInputSchema>;
export type ResetPasswordInput = z.infer<typeof resetPasswordInputSchema>;
export type ChangePasswordInput = z.infer<typeof changePasswordInputSchema>;
export type ChangePhoneInput = z.infer<typeof changePhoneInputSchema>;
export type Me = z.infer<typeof meSchema>;
export type Session = z.infer<typeof sessionSchema>;
export type DemoAccount = z.infer<typeof demoAccountSchema>;
