import type { Factor } from "@fuzhen/shared/factors/factor.schema.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    /** `initial`: it is the account's first. */
    "factor:added": { factorId: string; userId: string; kind: Factor["kind"]; initial: boolean };
    "factor:removed": { factorId: string; userId: string; kind: Factor["kind"] };
    /** `initial`: they came with the first factor. */
    "recovery-codes:renewed": { userId: string; initial: boolean };
  }
}
