import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import { systemContext, type Ctx, type Services } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { newId } from "../../platform/outbox.ts";
import { endCareAccess } from "../care-access/index.ts";
import { listOrganizations, visitSettingsOf } from "../organizations/index.ts";
import type { Job } from "../module.ts";
import { recordAppointmentFact } from "./appointment.facts.ts";
import { findOverdue } from "./appointment-lists.repo.ts";
import { setMissed } from "./appointment.repo.ts";

const BATCH = 200;

/**
 * Marks appointments nobody came to as no-show (爽约) once they can no longer be opened, and ends the access they gave.
 * Appointments that were checked in stay as they are.
 */
async function markMissed(services: Services): Promise<void> {
  const ctx = systemContext(services, missedJob.name, newId());
  for (const organization of await listOrganizations()) {
    const { closesMinutesAfter } = await visitSettingsOf(organization.id);
    const endedBefore = new Date(ctx.now().getTime() - closesMinutesAfter * MINUTE_MS);
    for (;;) {
      const overdue = await findOverdue(organization.id, endedBefore, BATCH);
      for (const id of overdue) await missOne(ctx, id);
      if (overdue.length < BATCH) break;
    }
  }
}

async function missOne(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async () => {
    // Null when the patient checked in or cancelled since the list was read.
    const missed = await setMissed(id);
    if (!missed) return;
    await endCareAccess(ctx, { appointmentId: id });
    await recordAppointmentFact(ctx, "appointment:missed", missed);
  });
}

export const missedJob: Job = { name: "appointments:missed", every: "*/5 * * * *", run: markMissed };
