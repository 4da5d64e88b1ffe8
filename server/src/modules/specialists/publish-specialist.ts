import { dutyFault } from "@fuzhen/shared/specialists/specialist.rules.ts";
import type { StaffSpecialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { requireStaffSpecialist } from "./require-staff-specialist.ts";
import "./specialist.facts.ts";
import { presentStaffSpecialist } from "./specialist.present.ts";
import { changeSpecialist } from "./specialist.repo.ts";

/**
 * An admin publishes a specialist of their own organisation, who can then be booked, or withdraws them. Refuses whoever
 * may not practise today (R4): `licence_invalid`, `experience_too_short`.
 */
export async function publishSpecialist(
  ctx: Ctx,
  { specialistId, published }: { specialistId: string; published: boolean },
): Promise<StaffSpecialist> {
  return inTransaction(ctx, async () => {
    await takeTurn("specialist", specialistId);
    const specialist = await requireStaffSpecialist(ctx, specialistId);
    const fault = published ? dutyFault(specialist, dayOf(ctx.now(), specialist.timeZone)) : null;
    if (fault) throw new AppError(fault.code, fault.fields);
    if (specialist.published !== published) {
      await changeSpecialist(specialistId, { published });
      await recordFact(ctx, {
        type: "specialist:published",
        patientId: null,
        entity: { type: "Specialist", id: specialistId },
        data: { specialistId, organizationId: specialist.organizationId, published },
      });
    }
    return presentStaffSpecialist({ ...specialist, published });
  });
}
