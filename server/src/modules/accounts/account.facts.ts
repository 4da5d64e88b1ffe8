import type { ConsentPurpose } from "@fuzhen/shared/accounts/patient.schema.ts";
import type { ConfirmInput, Factor, SecondFactorInput } from "@fuzhen/shared/accounts/sign-in.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";

export type SecondFactorMethod = SecondFactorInput["method"];

/** Why a session ended before its time. */
export type SessionEndReason =
  | "sign-out"
  | "reuse"
  | "password-changed"
  | "ended-by-owner"
  | "second-factor-guessed"
  | "factors-changed"
  | "factors-reset"
  | "account-closed"
  | "duty-changed";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "account:created": { userId: string; role: Role };
    /** `initial`: the password an admin had set was changed, as it must be. */
    "account:password-changed": { userId: string; initial: boolean };
    /** `newDevice`: this account was used before, but never on this browser. */
    "session:started": { sessionId: string; userId: string; newDevice: boolean };
    "session:revoked": { sessionId: string; userId: string; reason: SessionEndReason };
    "session:second-factor-passed": { sessionId: string; userId: string; method: SecondFactorMethod };
    "session:confirmed": { sessionId: string; userId: string; method: ConfirmInput["method"] };
    /** `initial`: it is the account's first. */
    "factor:added": { factorId: string; userId: string; kind: Factor["kind"]; initial: boolean };
    "factor:removed": { factorId: string; userId: string; kind: Factor["kind"] };
    /** `initial`: they came with the first factor. */
    "recovery-codes:renewed": { userId: string; initial: boolean };
    "patient:added": { patientId: string; accountId: string };
    "consent:granted": { patientId: string; purpose: ConsentPurpose; version: string };
    "consent:withdrawn": { patientId: string; purpose: ConsentPurpose };
  }
}
