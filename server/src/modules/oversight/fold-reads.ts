import { auditPurposes, type AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import type { AuditRecord } from "../audit/index.ts";

export interface FoldedRead extends Omit<AccessLine, "who"> {
  userId: string;
  specialistId: string | null;
  role: Role;
}

const isKnown = (purpose: string | null): purpose is AuditPurpose => auditPurposes.some((known) => known === purpose);

/** The purpose shown for a read; for an emergency access, the use that was made of it. */
function purposeOf({ action, purpose, data }: AuditRecord): AuditPurpose {
  if (action === "break-glass:opened") return "break-glass";
  const use = purpose === "break-glass" && typeof data.use === "string" ? data.use : purpose;
  return isKnown(use) ? use : "profile";
}

/** Groups rows (newest first) by person, purpose and hospital day; latest group first. */
export function foldReads(rows: readonly AuditRecord[]): FoldedRead[] {
  const lines = new Map<string, FoldedRead>();
  for (const row of rows) {
    if (!row.actor) continue;
    const { userId, specialistId, role } = row.actor;
    const line = {
      userId,
      specialistId,
      role,
      purpose: purposeOf(row),
      emergency: row.purpose === "break-glass" || row.action === "break-glass:opened",
      listed: row.action === "list",
      day: dayOf(row.at),
    };
    const key = JSON.stringify(line);
    const known = lines.get(key);
    if (known) known.count += 1;
    else lines.set(key, { ...line, count: 1, lastAt: row.at.toISOString() });
  }
  return [...lines.values()];
}
