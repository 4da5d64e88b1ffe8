import { RING_MS } from "@fuzhen/shared/consultations/call.rules.ts";
import type { BaseServices } from "../platform/context.ts";
import { changeRow, rowsOf } from "../platform/raw-rows.ts";

/** Calls of earlier releases rang until somebody hung up; one that still does is due as all others are. */
export async function callsRingOut(_services: BaseServices): Promise<number> {
  const unknown = { active: true, dueAt: { $exists: false } };
  let rows = 0;
  for await (const call of rowsOf("calls", unknown)) {
    const { startedAt } = call;
    if (!(startedAt instanceof Date)) continue;
    const set = {
      dueAt: new Date(startedAt.getTime() + RING_MS),
      attempts: 0,
      lease: null,
      leasedUntil: null,
      called: [],
    };
    if (await changeRow("calls", call, { seen: unknown, set })) rows += 1;
  }
  return rows;
}
