import { checkSessions, daysOver } from "@fuzhen/shared/schedules/schedule.rules.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import type { SaveScheduleInput } from "@fuzhen/shared/schedules/schedule.schema.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { requireOwnSpecialist } from "./own-specialist.ts";
import {
  findSchedule,
  insertSchedule,
  isSecondSchedule,
  replaceScheduleAt,
  type ScheduleRecord,
} from "./schedule.repo.ts";

/**
 * An admin saves the weekly schedule of a specialist of their own organisation. A published schedule stays published;
 * bookings hold a copy of their slot, so none moves. Of two admins at once the second reads `schedule_changed`. Faults
 * of the week are named by field (`sessions_overlap`, `session_too_short`), a closure or session added to a day that is over too.
 */
export async function saveSchedule(ctx: Ctx, input: SaveScheduleInput): Promise<ScheduleRecord> {
  const specialist = await requireOwnSpecialist(ctx, input.specialistId);
  const { effectiveFrom, effectiveTo, sessions, closures, extras } = input;
  const content = { effectiveFrom, effectiveTo, sessions, closures, extras };
  const fault = checkSessions(content);
  if (fault) throw new AppError(fault.code, fault.fields);
  const { timeZone } = await visitSettingsOf(specialist.organizationId);
  const over = daysOver(content, await findSchedule(specialist.id), dayOf(ctx.now(), timeZone));
  if (over.length > 0) throw new AppError("invalid_input", over);
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
