import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { sessionSchema } from "./account.schema.ts";
import {
  codeSentSchema,
  resetPasswordInputSchema,
  sendCodeInputSchema,
  signInByCodeInputSchema,
} from "./code.schema.ts";

/** Codes by text message: proof that a number is the caller's own. */
export const codesApi = {
  sendCode: endpoint("public", ["sms_unavailable"], { limit: "code" })
    .route({ method: "POST", path: "/codes", successStatus: 201, tags: ["accounts"] })
    .input(sendCodeInputSchema)
    .output(codeSentSchema),
  signInByCode: endpoint("public", ["code_wrong", "code_expired"], { limit: "sign-in" })
    .route({ method: "POST", path: "/sessions/by-code", successStatus: 201, tags: ["accounts"] })
    .input(signInByCodeInputSchema)
    .output(sessionSchema),
  /** Ends all sessions of the account. */
  resetPassword: endpoint("public", ["code_wrong", "code_expired", "password_breached"], { limit: "sign-in" })
    .route({ method: "POST", path: "/accounts/password/reset", tags: ["accounts"] })
    .input(resetPasswordInputSchema)
    .output(z.object({ ok: z.literal(true) })),
};
