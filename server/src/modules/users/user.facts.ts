import type { Role } from "@fuzhen/shared/roles.ts";

declare module "../../platform/outbox.ts" {
  interface Facts {
    "account:created": { userId: string; role: Role };
    /** `initial`: it replaced the password an admin had set. */
    "account:password-changed": { userId: string; initial: boolean };
    "account:phone-changed": { userId: string };
    /** By its owner, for good. */
    "account:closed": { userId: string };
  }
}
