import { auditPurposes, type AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { dayOf, MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { AuditRecord } from "../audit/index.ts";

export interface FoldedRead extends Omit<AccessLine, "who"> {
  userId: string;
  specialistId: string | null;
  role: Role;
}

/**
 * Reads of one person that are no further apart belong to one opening. A page that is open asks again every half minute, which is
 * no reading; and pages behind other pages ask nothing.
 */
const OPENING_GAP_MS = 30 * MINUTE_MS;

const isKnown = (purpose: string | null): purpose is AuditPurpose => auditPurposes.some((known) => known === purpose);

/** The purpose shown for a read; for an emergency access, the use that was made of it. */
function purposeOf({ action, purpose, data }: AuditRecord): AuditPurpose {
  if (action === "break-glass:opened") return "break-glass";
  const use = purpose === "break-glass" && typeof data.use === "string" ? data.use : purpose;
  return isKnown(use) ? use : "profile";
}

/** That it was an emergency comes first. */
const order = [...new Set<AuditPurpose>(["break-glass", ...auditPurposes])];
const inOrder = (purposes: readonly AuditPurpose[]) => order.filter((one) => purposes.includes(one));

/**
 * Folds rows (newest first) into what the person they are about understands: one line for each time somebody opened the record,
 * from when until when and what they saw in it; and one a day for each who saw the name in a list. Latest line first. The trail
 * keeps every row (R65).
 */
export function foldReads(rows: readonly AuditRecord[]): FoldedRead[] {
  const lines: FoldedRead[] = [];
  const lastOf = new Map<string, FoldedRead>();
  for (const row of rows) {
    if (!row.actor) continue;
    const { userId, specialistId, role } = row.actor;
    const reader = {
      userId,
      specialistId,
      role,
      emergency: row.purpose === "break-glass" || row.action === "break-glass:opened",
      listed: row.action === "list",
      day: dayOf(row.at),
    };
    const key = JSON.stringify(reader);
    const at = row.at.toISOString();
    const line = lastOf.get(key);
    if (line && (reader.listed || Date.parse(line.firstAt) - row.at.getTime() <= OPENING_GAP_MS)) {
      line.firstAt = at;
      line.purposes = inOrder([...line.purposes, purposeOf(row)]);
    } else {
      const begun: FoldedRead = { ...reader, purposes: [purposeOf(row)], firstAt: at, lastAt: at };
      lastOf.set(key, begun);
      lines.push(begun);
    }
  }
  return lines;
}
