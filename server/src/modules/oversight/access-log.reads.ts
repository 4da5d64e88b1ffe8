import { z } from "zod";
import { actionsOfClass, type AuditAction } from "@fuzhen/shared/audit/audit.rules.ts";
import type { AccessLine } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { daySchema, idSchema } from "@fuzhen/shared/fields.ts";
import { addDays, dayOf, HOSPITAL_ZONE, instantAt } from "@fuzhen/shared/time.ts";
import { getOrganizations } from "../organizations/index.ts";
import { getUsers } from "../users/index.ts";
import { requireOwnPatient } from "../patients/index.ts";
import { walkAuditEvents, type AuditPlace, type AuditRecord } from "../audit/index.ts";
import { getSpecialists } from "../specialists/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { cursorTime, readCursor, writeCursor } from "../../platform/cursor.ts";
import { foldReads, type FoldedRead } from "./fold-reads.ts";

/** Rows that one page looks at; a day with more rows is shown in parts. */
const LOOK = 1000;
const placeSchema = z.union([z.object({ day: daySchema }), z.object({ at: cursorTime, id: idSchema })]);
/**
 * Shown besides reads: searches and exports by auditors that concern this patient, and emergency openings, whether or
 * not anything was read.
 */
const told: AuditAction[] = [...actionsOfClass("read"), "audit-search", "audit-export", "break-glass:opened"];

/**
 * Who read the record of one of the caller's own 就诊人, latest first (R55), folded into openings (fold-reads.ts) of
 * one day each, so a page consists of whole days: at least `limit` lines, while there are that many. The cursor
 * is the earliest day already shown, or a place within a day that is shown in parts.
 */
export async function readAccessLog(
  ctx: Ctx,
  { patientId, cursor, limit, own }: { patientId: string; cursor?: string | undefined; limit: number; own: boolean },
): Promise<{ items: AccessLine[]; nextCursor: string | null }> {
  const { until, after } = placeOfCursor(cursor);
  await requireOwnPatient(ctx, patientId, "read", "own-access-log");
  const query = { patientId, staffOnly: !own, actions: told, outcome: "allowed" as const, until };
  const wholeLines = (rows: readonly AuditRecord[], end: AuditPlace) =>
    foldReads(rows.filter((row) => dayOf(row.at) >= wholeFrom(end)));
  const enough = (rows: readonly AuditRecord[], end: AuditPlace) => wholeLines(rows, end).length >= limit;
  const { rows, after: end } = await walkAuditEvents(query, { after, enough, look: LOOK });
  if (end === null) return cut(rows, { limit, whole: null });
  if (wholeLines(rows, end).length > 0) return cut(rows, { limit, whole: wholeFrom(end) });
  return { items: await present(foldReads(rows)), nextCursor: writeCursor({ at: end.at, id: end.id }) };
}

/** The day the walk ended in may go on; those before it are whole. */
const wholeFrom = (end: AuditPlace) => addDays(dayOf(end.at), 1);

/** Whole days until there are enough lines. `whole`: the days from here on are complete; null: all are. */
async function cut(rows: readonly AuditRecord[], { limit, whole }: { limit: number; whole: string | null }) {
  const lines = foldReads(rows).filter(({ day }) => whole === null || day >= whole);
  const end = lines[limit - 1]?.day;
  const page = end === undefined ? lines : lines.filter(({ day }) => day >= end);
  const last = page.at(-1);
  const more = page.length < lines.length || whole !== null;
  return { items: await present(page), nextCursor: more && last ? writeCursor({ day: last.day }) : null };
}

const startOf = (day: string) => instantAt(day, "00:00", HOSPITAL_ZONE);

function placeOfCursor(cursor: string | undefined): { until: Date | undefined; after: AuditPlace | null } {
  const place = readCursor(placeSchema, cursor);
  if (!place) return { until: undefined, after: null };
  return "day" in place ? { until: startOf(place.day), after: null } : { until: undefined, after: place };
}

async function present(lines: readonly FoldedRead[]): Promise<AccessLine[]> {
  const users = new Map((await getUsers(lines.map(({ userId }) => userId))).map((user) => [user.id, user]));
  const ids = lines.flatMap(({ specialistId }) => specialistId ?? []);
  const specialists = new Map((await getSpecialists(ids)).map((specialist) => [specialist.id, specialist]));
  const homes = [...users.values(), ...specialists.values()].flatMap(({ organizationId }) => organizationId ?? []);
  const phones = new Map((await getOrganizations([...new Set(homes)])).map((one) => [one.id, one.complaintPhone]));
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
        complaintPhone: (staff && phones.get(specialist?.organizationId ?? user?.organizationId ?? "")) || "",
        organizationName: specialist?.organizationName ?? (staff ? (user?.organizationName ?? null) : null),
      },
    };
  });
}
