import type { AuditAction, AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Duty, Role } from "@fuzhen/shared/roles.ts";
import type { Types } from "../../platform/database.ts";

/** One row of the trail: who did or saw what, when, why and from where. */
export interface AuditRow {
  _id: Types.ObjectId;
  at: Date;
  /** When the row was written; for a fact that may be later than `at`. */
  storedAt: Date;
  /** Fact this row was made from; absent for reads, which have no fact. */
  factId?: Types.ObjectId;
  action: AuditAction;
  purpose: AuditPurpose | null;
  outcome: "allowed" | "refused";
  actor: {
    userId: Types.ObjectId;
    sessionId: Types.ObjectId;
    role: Role;
    duty: Duty | null;
    organizationId: Types.ObjectId | null;
    specialistId: Types.ObjectId | null;
  } | null;
  /** The organisation whose auditors see it: that of the staff who acted, else the one the fact names. */
  organizationId: Types.ObjectId | null;
  /** All patients it concerns: one for a single access, everybody shown for a list. */
  patientIds: Types.ObjectId[];
  entity: { type: string; id: Types.ObjectId };
  data: Record<string, unknown>;
  requestId: string;
  ip: string;
  userAgent: string;
  /** HMAC over the row as the application wrote it; cannot be made without the key. */
  stamp: string;
  /** Present until the sealer gives the row its number in the chain. */
  unsealed?: true;
  seq?: number;
  prevHash?: string;
  hash?: string;
}

/** A row that has its place in the chain. */
export type SealedRow = AuditRow & Required<Pick<AuditRow, "seq" | "prevHash" | "hash">>;
