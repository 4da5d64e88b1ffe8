import { z } from "zod";
import type { AuditAction } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AuditEvent, AuditFilter, StaffLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { staffOf } from "../users/index.ts";
import { findAuditEvents, recordAccess, type AuditPlace, type AuditQuery, type AuditRecord } from "../audit/index.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { cursorTime, cutPage, readCursor } from "../../platform/cursor.ts";
import { presentAuditEvents } from "./audit-event.present.ts";
import { auditQueryOf } from "./audit-query.ts";
import { csvLine, CSV_BEGIN } from "./csv.ts";

const EXPORT_MOST = 10_000;
const EXPORT_BATCH = 500;
const placeSchema = z.object({ at: cursorTime, id: idSchema });

/** A search of the trail is itself written into the trail, with its filter; a patient who was searched for is told. */
const recordLook = (
  ctx: Ctx,
  action: AuditAction,
  filter: object & { patientId?: string | undefined },
  count: number,
) =>
  recordAccess(ctx, {
    patientIds: filter.patientId ? [filter.patientId] : [],
    entity: { type: "Organization", id: organizationOf(ctx) },
    action,
    purpose: "oversight",
    outcome: "allowed",
    data: { ...filter, count },
  });

/** Rows of the auditor's organisation, newest first. */
export async function searchAuditEvents(
  ctx: Ctx,
  { cursor, limit, ...filter }: AuditFilter & { cursor?: string | undefined; limit: number },
): Promise<{ items: AuditEvent[]; nextCursor: string | null }> {
  const after = readCursor(placeSchema, cursor);
  const rows = await findAuditEvents(await auditQueryOf(ctx, filter), { after, limit: limit + 1 });
  const { items, nextCursor } = cutPage(rows, limit, ({ at, id }) => ({ at, id }));
  await recordLook(ctx, "audit-search", filter, items.length);
  return { items: await presentAuditEvents(ctx, items), nextCursor };
}

/** The same rows as CSV, the newest 10,000 at most. The export is logged before its first byte is sent. */
export async function exportAuditEvents(ctx: Ctx, filter: AuditFilter, most = EXPORT_MOST): Promise<File> {
  const query = await auditQueryOf(ctx, filter);
  const parts: string[] = [];
  let count = 0;
  for await (const events of batches(ctx, query, most)) {
    parts.push(events.map(csvLine).join(""));
    count += events.length;
  }
  await recordLook(ctx, "audit-export", filter, count);
  return new File([CSV_BEGIN, ...parts], "audit-events.csv", { type: "text/csv; charset=utf-8" });
}

async function* batches(ctx: Ctx, query: AuditQuery, most: number): AsyncGenerator<AuditEvent[]> {
  let after: AuditPlace | null = null;
  for (let left = most; left > 0;) {
    const rows: AuditRecord[] = await findAuditEvents(query, { after, limit: Math.min(EXPORT_BATCH, left) });
    const last = rows.at(-1);
    if (!last) return;
    yield await presentAuditEvents(ctx, rows);
    after = last;
    left -= rows.length;
  }
}

export const listStaff = async (ctx: Ctx): Promise<StaffLine[]> =>
  (await staffOf(organizationOf(ctx))).map(({ id, displayName, role, duty, active }) => ({
    userId: id,
    name: displayName,
    role,
    duty,
    active,
  }));
