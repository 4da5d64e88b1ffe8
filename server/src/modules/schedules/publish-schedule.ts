import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { requireOwnSpecialist } from "./own-specialist.ts";
import { setScheduleStatusAt, type ScheduleRecord } from "./schedule.repo.ts";

/**
 * An admin publishes a schedule to patients, or withdraws it; existing bookings stay. Only for a published specialist
 * (`specialist_unpublished`, R4), and only the version the admin has seen (`schedule_changed`, also when nothing was
 * saved yet).
 */
export async function publishSchedule(
  ctx: Ctx,
  input: { specialistId: string; published: boolean; expectedVersion: number },
): Promise<ScheduleRecord> {
  return inTransaction(ctx, async () => {
    await takeTurn("specialist", input.specialistId);
    const specialist = await requireOwnSpecialist(ctx, input.specialistId);
    if (input.published && !specialist.published) throw new AppError("specialist_unpublished");
    const status = input.published ? "published" : "draft";
    const changed = await setScheduleStatusAt(specialist.id, input.expectedVersion, status, ctx.now());
    if (!changed) throw new AppError("schedule_changed");
    await recordFact(ctx, {
      type: "schedule:published",
      patientId: null,
      entity: { type: "Schedule", id: changed.id },
      data: {
        specialistId: specialist.id,
        organizationId: specialist.organizationId,
        version: changed.version,
        published: input.published,
      },
    });
    return changed;
  });
}
