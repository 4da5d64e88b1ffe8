import { z } from "zod";
import { actionsOfClass, type AuditAction } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { daySchema } from "@fuzhen/shared/fields.ts";
import { addDays, dayOf, HOSPITAL_ZONE, instantAt } from "@fuzhen/shared/time.ts";
import { getUsers } from "../users/index.ts";
import { requireOwnPatient } from "../patients/index.ts";
import { findAuditEvents, type AuditPlace, type AuditRecord } from "../audit/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import { foldReads, type FoldedRead } from "./fold-reads.ts";

const BATCH = 200;
const placeSchema = z.object({ day: daySchema });
/**
 * Shown besides reads: searches and exports by auditors that concern this patient, and emergency openings, whether or
 * not anything was read.
 */
const told: AuditAction[] = [...actionsOfClass("read"), "audit-search", "audit-export", "break-glass:opened"];

/**
 * Who read the record of one of the caller's own 就诊人, latest first (R55). Reads by one person on one day for one
 * purpose are one line, so a page consists of whole days: at least `limit` lines, while there are that many. The cursor
 * is the earliest day already shown.
 */
export async function readAccessLog(
  ctx: Ctx,
  { patientId, cursor, limit, own }: { patientId: string; cursor?: string | undefined; limit: number; own: boolean },
): Promise<{ items: AccessLine[]; nextCursor: string | null }> {
  const before = readCursor(placeSchema, cursor)?.day;
  await requireOwnPatient(ctx, patientId, "read", "own-access-log");
  const query = {
    patientId,
    actions: told,
    outcome: "allowed" as const,
    until: before === undefined ? undefined : startOf(before),
  };
  const rows: AuditRecord[] = [];
  let after: AuditPlace | null = null;
  let more = true;
  let first: string | null = null;
  while (more) {
    const batch: AuditRecord[] = await findAuditEvents(query, { after, limit: BATCH });
    rows.push(...batch.filter(({ actor }) => own || actor?.role !== "patient"));
    after = batch.at(-1) ?? null;
    more = batch.length === BATCH;
    // The last batch may end in the middle of a day; only the days after that one are complete.
    first = after && more ? addDays(dayOf(after.at), 1) : null;
    if (first !== null && foldReads(rows.filter((row) => dayOf(row.at) >= String(first))).length >= limit) break;
  }
  return cut(rows, { limit, whole: first });
}

/** Cuts a page of whole days. `whole`: rows are complete from this day on; null when there are no more rows. */
async function cut(rows: readonly AuditRecord[], { limit, whole }: { limit: number; whole: string | null }) {
  const lines = foldReads(rows).filter(({ day }) => whole === null || day >= whole);
  const end = lines[limit - 1]?.day;
  const page = end === undefined ? lines : lines.filter(({ day }) => day >= end);
  const last = page.at(-1);
  const more = page.length < lines.length || whole !== null;
  return { items: await present(page), nextCursor: more && last ? writeCursor({ day: last.day }) : null };
}

const startOf = (day: string) => instantAt(day, "00:00", HOSPITAL_ZONE);

async function present(lines: readonly FoldedRead[]): Promise<AccessLine[]> {
  const users = new Map((await getUsers(lines.map(({ userId }) => userId))).map((user) => [user.id, user]));
  const ids = lines.flatMap(({ specialistId }) => specialistId ?? []);
  const specialists = new Map((await getSpecialists(ids)).map((specialist) => [specialist.id, specialist]));
  return lines.map(({ userId, specialistId, role, ...line }) => {
    const specialist = specialistId === null ? undefined : specialists.get(specialistId);
    const user = users.get(userId);
    const staff = role !== "patient";
    return {
      ...line,
      who: {
        kind: staff ? "staff" : "account",
        role,
        name: staff ? (specialist?.name ?? user?.displayName ?? "") : "",
        title: specialist?.title ?? null,
        departmentName: specialist?.departmentName ?? null,
        organizationName: specialist?.organizationName ?? (staff ? (user?.organizationName ?? null) : null),
      },
    };
  });
}
