import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import {
  changePasswordInputSchema,
  changePhoneInputSchema,
  demoAccountSchema,
  meSchema,
  resetPasswordInputSchema,
  sessionSchema,
  signInByCodeInputSchema,
  signInInputSchema,
  signUpInputSchema,
} from "./account.schema.ts";
import { signInSteps } from "./sign-in.rules.ts";
import { confirmedSchema, confirmInputSchema, secondFactorInputSchema } from "./sign-in.schema.ts";

const done = z.object({ ok: z.literal(true) });

/** What a member of staff without a factor may do to get one. */
const settingUp = { openTo: ["second-factor-missing"] } as const;

/** Getting in: signing up and in, the second step, proving again who one is (R63), the password. */
export const accountsApi = {
  signUp: endpoint("public", ["phone_taken", "password_breached", "code_wrong", "code_expired"], { limit: "sign-in" })
    .route({ method: "POST", path: "/accounts", successStatus: 201, tags: ["accounts"] })
    .input(signUpInputSchema)
    .output(sessionSchema),
  signIn: endpoint("public", ["wrong_credentials"], { limit: "sign-in" })
    .route({ method: "POST", path: "/sessions", successStatus: 201, tags: ["accounts"] })
    .input(signInInputSchema)
    .output(sessionSchema),
  /** Reads the refresh cookie, rotates it, answers a new access token. Needs the `x-fuzhen: 1` header (CSRF). */
  refresh: endpoint("public", ["session_expired", "other_person"])
    .route({ method: "POST", path: "/sessions/refresh", tags: ["accounts"] })
    .output(sessionSchema),
  signOut: endpoint("public")
    .route({ method: "POST", path: "/sessions/end", tags: ["accounts"] })
    .output(done),
  changePassword: endpoint("signed-in", ["wrong_credentials", "password_breached"], {
    openTo: ["password-change-required", "second-factor-missing"],
  })
    .route({ method: "POST", path: "/accounts/password", tags: ["accounts"] })
    .input(changePasswordInputSchema)
    .output(done),
  /** Another number to sign in with, proved by the code sent to it; who one is, by a fresh proof. Other sessions end. */
  changePhone: endpoint(["patient"], ["phone_taken", "code_wrong", "code_expired"], { fresh: true, limit: "sign-in" })
    .route({ method: "POST", path: "/accounts/phone", tags: ["accounts"] })
    .input(changePhoneInputSchema)
    .output(meSchema),
  me: endpoint("signed-in", [], { openTo: signInSteps })
    .route({ method: "GET", path: "/accounts/me", tags: ["accounts"] })
    .output(meSchema),
  /** Accounts of the demo data with their passwords; empty unless the server runs in demo mode. */
  demoAccounts: endpoint("public")
    .route({ method: "GET", path: "/accounts/demo", tags: ["accounts"] })
    .output(z.array(demoAccountSchema)),

  /**
   * The second step: the session is whole from here on, with new tokens. `session_expired` after too many wrong
   * answers; `illegal_state` for one that has no second step to take.
   */
  passSecondFactor: endpoint("signed-in", ["second_factor_wrong", "session_expired", "illegal_state"], {
    limit: "sign-in",
    openTo: ["second-factor-required"],
  })
    .route({ method: "POST", path: "/sessions/second-factor", tags: ["accounts"] })
    .input(secondFactorInputSchema)
    .output(sessionSchema),
  /** Proves again who one is; a wrong password or code is refused on the field it came in. */
  confirm: endpoint("signed-in", ["wrong_credentials", "second_factor_wrong"], { limit: "sign-in", ...settingUp })
    .route({ method: "POST", path: "/sessions/confirm", tags: ["accounts"] })
    .input(confirmInputSchema)
    .output(confirmedSchema),

  signInByCode: endpoint("public", ["code_wrong", "code_expired", "sign_up_required"], { limit: "sign-in" })
    .route({ method: "POST", path: "/sessions/by-code", successStatus: 201, tags: ["accounts"] })
    .input(signInByCodeInputSchema)
    .output(sessionSchema),
  /** Ends all sessions of the account. */
  resetPassword: endpoint("public", ["code_wrong", "code_expired", "password_breached", "sign_up_required"], {
    limit: "sign-in",
  })
    .route({ method: "POST", path: "/accounts/password/reset", tags: ["accounts"] })
    .input(resetPasswordInputSchema)
    .output(done),
};
