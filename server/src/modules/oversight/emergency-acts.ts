import { auditPurposes, type AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { EmergencyActs } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { visitsTogether } from "../appointments/index.ts";
import { recordAccess, walkAuditEvents, type AuditRecord } from "../audit/index.ts";
import { breakGlassOf } from "../care-access/index.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";

/** Rows of the trail that one review looks at; the reply says when there are more. */
const LOOK = 10_000;

/**
 * What an audit admin judges an emergency opening of their own organisation by (R64): what was opened under it, and whether the
 * specialist had treated the patient before. Ids and kinds only, nothing of the record itself; the look is written down (R65).
 * `forbidden` for another organisation's opening or none.
 */
export async function readEmergencyActs(ctx: Ctx, { breakGlassId }: { breakGlassId: string }): Promise<EmergencyActs> {
  const organizationId = organizationOf(ctx);
  const opening = await breakGlassOf(breakGlassId);
  if (opening?.organizationId !== organizationId) throw new AppError("forbidden");
  const { patientId, specialistId, openedAt } = opening;
  const { rows, after } = await walkAuditEvents(
    { patientId, staffOnly: true, specialistId, purpose: "break-glass", outcome: "allowed", from: openedAt },
    { after: null, enough: () => false, look: LOOK },
  );
  const acts = rows.filter(({ data }) => data.basisId === breakGlassId);
  const before = await visitsTogether({ specialistId, patientId, before: openedAt });
  await recordAccess(ctx, {
    patientIds: [patientId],
    entity: { type: "BreakGlass", id: breakGlassId },
    action: "read",
    purpose: "review-break-glass",
    outcome: "allowed",
    data: { count: acts.length },
  });
  return {
    opened: foldActs(acts),
    more: after !== null,
    before: { visits: before.count, lastAt: before.last?.toISOString() ?? null },
  };
}

const useOf = ({ data }: AuditRecord): AuditPurpose => auditPurposes.find((known) => known === data.use) ?? "profile";

/** By kind, in the order in which each was first opened; the same thing opened again is one. Rows come newest first. */
function foldActs(rows: readonly AuditRecord[]): EmergencyActs["opened"] {
  const kinds = new Map<AuditPurpose, { things: Set<string>; firstAt: string; lastAt: string }>();
  for (const row of rows.toReversed()) {
    const at = row.at.toISOString();
    const kind = kinds.get(useOf(row)) ?? { things: new Set(), firstAt: at, lastAt: at };
    kind.things.add(row.entity.id);
    kind.lastAt = at;
    kinds.set(useOf(row), kind);
  }
  return [...kinds].map(([purpose, { things, firstAt, lastAt }]) => ({
    purpose,
    things: things.size,
    firstAt,
    lastAt,
  }));
}
