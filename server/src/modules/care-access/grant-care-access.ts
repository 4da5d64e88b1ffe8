import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/outbox.ts";
import "./care-access.facts.ts";
import { specialistOf } from "./care-access.policy.ts";
import { closeGrant, upsertGrant } from "./care-grant.repo.ts";
import { grounds, VISIT_DAYS_LEAST } from "./grounds.ts";

export interface CareGrant {
  patientId: string;
  specialistId: string;
  organizationId: string;
  appointmentId: string;
  from: Date;
  until: Date;
  /** End of the visit, from which the organisation's days are counted; null in rows of older releases. */
  visitEnd: Date | null;
}

/**
 * Lets the specialist of an appointment see the patient's record for a period. Called by use cases only. `unread`: the caller's
 * transaction asks the gate nothing afterwards.
 */
export async function grantCareAccess(ctx: Ctx, given: CareGrant, { unread = false } = {}): Promise<void> {
  // The organisation's own days are asked at every access (sightEnds).
  const least = (given.visitEnd?.getTime() ?? 0) + VISIT_DAYS_LEAST * DAY_MS;
  const { specialistId, appointmentId, ...rest } = given;
  const grant = { ...rest, until: new Date(Math.max(given.until.getTime(), least)) };
  await inTransaction(ctx, async () => {
    await upsertGrant(
      {
        ...grant,
        grantee: { kind: "specialist", id: specialistId },
        ground: { kind: "appointment", id: appointmentId },
        purposes: grounds.appointment.purposes,
      },
      { unread },
    );
    await recordFact(ctx, {
      type: "care-access:granted",
      patientId: grant.patientId,
      entity: { type: "Appointment", id: appointmentId },
      data: {
        appointmentId,
        specialistId,
        from: grant.from.toISOString(),
        until: grant.until.toISOString(),
      },
    });
  });
}

/** Ends the access an appointment gave; harmless when there is none. */
export async function endCareAccess(ctx: Ctx, { appointmentId }: { appointmentId: string }): Promise<void> {
  await inTransaction(ctx, async () => {
    const ended = await closeGrant({ kind: "appointment", id: appointmentId }, ctx.now());
    const specialistId = ended && specialistOf(ended);
    if (!ended || !specialistId) return;
    await recordFact(ctx, {
      type: "care-access:ended",
      patientId: ended.patientId,
      entity: { type: "Appointment", id: appointmentId },
      data: { appointmentId, specialistId },
    });
  });
}
