import { checkSessions } from "@fuzhen/shared/schedules/schedule.rules.ts";
import type { SaveScheduleInput } from "@fuzhen/shared/schedules/schedule.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { requireOwnSpecialist } from "./own-specialist.ts";
import { insertSchedule, isSecondSchedule, replaceScheduleAt, type ScheduleRecord } from "./schedule.repo.ts";

/**
 * An admin saves the weekly schedule of a specialist of their own organisation. A published schedule stays published;
 * bookings hold a copy of their slot, so none moves. Of two admins at once the second reads `schedule_changed`. Faults
 * of the week are named by field (`sessions_overlap`, `session_too_short`).
 */
export async function saveSchedule(ctx: Ctx, input: SaveScheduleInput): Promise<ScheduleRecord> {
  const specialist = await requireOwnSpecialist(ctx, input.specialistId);
  const fault = checkSessions(input.sessions);
  if (fault) throw new AppError(fault.code, fault.fields);
  const content = {
    effectiveFrom: input.effectiveFrom,
    effectiveTo: input.effectiveTo,
    sessions: input.sessions,
  };
  const owner = { specialistId: specialist.id, organizationId: specialist.organizationId };
  try {
    return await inTransaction(ctx, async () => {
      await takeTurn("specialist", specialist.id);
      const saved =
        input.expectedVersion === 0
          ? await insertSchedule(owner, content, ctx.now())
          : await replaceScheduleAt(specialist.id, input.expectedVersion, content, ctx.now());
      if (!saved) throw new AppError("schedule_changed");
      await recordFact(ctx, {
        type: "schedule:saved",
        patientId: null,
        entity: { type: "Schedule", id: saved.id },
        data: { ...owner, version: saved.version },
      });
      return saved;
    });
  } catch (error) {
    throw isSecondSchedule(error) ? new AppError("schedule_changed") : error;
  }
}
