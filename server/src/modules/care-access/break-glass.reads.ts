import { z } from "zod";
import { idSchema } from "@fuzhen/shared/fields.ts";
import type { BreakGlass, BreakGlassCase } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { getPatient } from "../patients/index.ts";
import { recordAccess } from "../audit/index.ts";
import { actorOf, organizationOf, specialistOf, type Ctx } from "../../platform/context.ts";
import { cutPage, readCursor } from "../../platform/cursor.ts";
import { presentBreakGlass, presentCases } from "./break-glass.present.ts";
import { faultToday } from "./require-patient-access.ts";
import { findOpenings, listCases } from "./break-glass.repo.ts";
import { emergenciesOf } from "./care-grant.repo.ts";

/** The specialist's own openings that are still in force, the one that ends first at the top. */
export async function listMyBreakGlass(ctx: Ctx): Promise<BreakGlass[]> {
  const mine: BreakGlass[] = [];
  // Who may not practise any more sees whom they once opened no longer (R4).
  const fault = await faultToday(actorOf(ctx), ctx.now());
  const ids = fault ? [] : (await emergenciesOf(specialistOf(ctx), ctx.now())).map(({ ground }) => ground.id);
  const openings = await findOpenings(ids);
  for (const record of ids.flatMap((id) => openings.get(id) ?? []))
    mine.push(presentBreakGlass(record, (await getPatient(ctx, record.patientId))?.name ?? ""));
  await recordAccess(ctx, {
    patientIds: mine.map(({ patient }) => patient.id),
    entity: { type: "Specialist", id: specialistOf(ctx) },
    action: "list",
    purpose: "break-glass",
    outcome: "allowed",
    data: { count: mine.length },
  });
  return mine;
}

const placeSchema = z.object({ id: idSchema });

/**
 * Emergency openings of the admin's own organisation with their reasons. Reasons speak of illness, so the list leaves a
 * row in the access log.
 */
export async function listBreakGlassCases(
  ctx: Ctx,
  { scope, cursor, limit }: { scope: "open" | "reviewed"; cursor?: string | undefined; limit: number },
): Promise<{ items: BreakGlassCase[]; nextCursor: string | null }> {
  const organizationId = organizationOf(ctx);
  const rows = await listCases(organizationId, { scope, after: readCursor(placeSchema, cursor)?.id, limit: limit + 1 });
  const { items, nextCursor } = cutPage(rows, limit, ({ id }) => ({ id }));
  await recordAccess(ctx, {
    patientIds: [...new Set(items.map((item) => item.patientId))],
    entity: { type: "Organization", id: organizationId },
    action: "list",
    purpose: "review-break-glass",
    outcome: "allowed",
    data: { count: items.length, scope },
  });
  return {
    items: await presentCases(ctx, items),
    nextCursor,
  };
}
