import { z } from "zod";
import type { AuditAction } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AuditEvent, AuditFilter, StaffLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { idSchema } from "@fuzhen/shared/fields.ts";
import { staffOf } from "../users/index.ts";
import {
  recordAccess,
  walkAuditEvents,
  type AuditPlace,
  type AuditQuery,
  type AuditRecord,
  type Walk,
} from "../audit/index.ts";
import { organizationOf, type Ctx } from "../../platform/context.ts";
import { cursorTime, readCursor, writeCursor } from "../../platform/cursor.ts";
import { presentAuditEvents } from "./audit-event.present.ts";
import { auditQueryOf } from "./audit-query.ts";
import { csvLine, CSV_BEGIN } from "./csv.ts";

const EXPORT_MOST = 10_000;
const EXPORT_BATCH = 500;
/** Each looks at two thousand rows at most. */
const EXPORT_WALKS = 100;
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
  const enough = (found: readonly AuditRecord[]) => found.length > limit;
  const { rows, after: left } = await walkAuditEvents(await auditQueryOf(ctx, filter), { after, enough });
  const page = rows.slice(0, limit);
  // Behind the last one shown; or behind the last one looked at, where the rest of the wanted is far away.
  const next = rows.length > limit ? (page.at(-1) ?? null) : left;
  await recordLook(ctx, "audit-search", filter, page.length);
  return {
    items: await presentAuditEvents(ctx, page),
    nextCursor: next && writeCursor({ at: next.at, id: next.id }),
  };
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
  let left = most;
  for (let walks = 0; walks < EXPORT_WALKS; walks++) {
    const walk: Walk = await walkAuditEvents(query, {
      after,
      enough: (found) => found.length >= Math.min(EXPORT_BATCH, left),
    });
    const rows = walk.rows.slice(0, left);
    if (rows.length > 0) yield await presentAuditEvents(ctx, rows);
    left -= rows.length;
    after = walk.after;
    if (after === null || left === 0) return;
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
