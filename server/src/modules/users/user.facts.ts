import type { Role } from "@fuzhen/shared/roles.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "account:created": { userId: string; role: Role };
    /** `initial`: the password an admin had set was changed, as it must be. */
    "account:password-changed": { userId: string; initial: boolean };
  }
}
