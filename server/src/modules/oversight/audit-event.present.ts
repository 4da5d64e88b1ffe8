import { maskName } from "@fuzhen/shared/patients/masks.ts";
import { auditActions, type AuditAction, type AuditClass } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AuditEvent } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { getPatients } from "../patients/index.ts";
import { getUsers } from "../users/index.ts";
import type { AuditRecord } from "../audit/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** How many patients of a list are named. */
const NAMED = 5;

/** Another release may have written an action this one does not know. */
const classOf = (action: AuditAction): AuditClass =>
  Object.hasOwn(auditActions, action) ? auditActions[action] : "hospital";

/** Rows as an auditor may see them: staff by name, patients masked, holders of patient accounts not named. */
export async function presentAuditEvents(ctx: Ctx, rows: readonly AuditRecord[]): Promise<AuditEvent[]> {
  const staff = rows.flatMap(({ actor }) => (actor && actor.role !== "patient" ? [actor.userId] : []));
  const names = new Map((await getUsers(staff)).map((user) => [user.id, user.displayName]));
  const shown = rows.flatMap(({ patientIds }) => patientIds.slice(0, NAMED));
  const patients = new Map((await getPatients(ctx, shown)).map((patient) => [patient.id, maskName(patient.name)]));
  return rows.map((row) => ({
    id: row.id,
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    class: classOf(row.action),
    purpose: row.purpose,
    outcome: row.outcome,
    actor: row.actor && {
      userId: row.actor.userId,
      sessionId: row.actor.sessionId,
      role: row.actor.role,
      duty: row.actor.duty ?? null,
      name: names.get(row.actor.userId) ?? null,
      specialistId: row.actor.specialistId,
    },
    patients: row.patientIds.slice(0, NAMED).map((id) => ({ id, nameMasked: patients.get(id) ?? "" })),
    patientCount: row.patientIds.length,
    entity: row.entity,
    data: row.data,
    requestId: row.requestId,
    ip: row.ip,
    userAgent: row.userAgent,
  }));
}
