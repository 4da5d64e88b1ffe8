import type { Duty, Role } from "@fuzhen/shared/roles.ts";

/** Who acts, as proven by a live session. */
export interface Actor {
  userId: string;
  sessionId: string;
  role: Role;
  /** Organisation of staff; null for patients. */
  organizationId: string | null;
  /** Set for specialists. */
  specialistId: string | null;
  /** The password is still the one an admin chose, so the person may be somebody else (R5). */
  mustChangePassword?: boolean;
  /** Set for admins (R64). */
  duty?: Duty | null;
  /** `required`: the second step of this sign-in is still to come; `missing`: staff who have set none up (R63). */
  secondFactor?: "required" | "missing" | null;
  /** When the person last proved again who they are in this session. */
  confirmedAt?: Date | null;
}
