import type { ConfirmInput, SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";

/** Why a session ended before its time. */
export type SessionEndReason =
  | "sign-out"
  | "reuse"
  | "password-changed"
  | "phone-changed"
  | "ended-by-owner"
  | "second-factor-guessed"
  | "factors-changed"
  | "factors-reset"
  | "account-closed"
  | "duty-changed"
  | "too-many";

declare module "../../platform/outbox.ts" {
  interface Facts {
    /** `newDevice`: this account was used before, but never on this browser. */
    "session:started": { sessionId: string; userId: string; newDevice: boolean };
    "session:revoked": { sessionId: string; userId: string; reason: SessionEndReason };
    "session:second-factor-passed": { sessionId: string; userId: string; method: SecondFactorInput["method"] };
    "session:confirmed": { sessionId: string; userId: string; method: ConfirmInput["method"] };
  }
}
