import { visitWindow } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { specialistOf, type Ctx } from "../../platform/context.ts";
import { duplicateKeyOf, inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { recordFact } from "../../platform/outbox.ts";
import { requireConsents } from "../patients/index.ts";
import { takeTurn } from "../../platform/turn.repo.ts";
import { getAppointment, linkConsultation } from "../appointments/index.ts";
import { requirePatientAccess, requireStanding } from "../care-access/index.ts";
import { visitSettingsOf } from "../organizations/index.ts";
import { appendEntry } from "./append-entry.ts";
import { visitIdsOf } from "./message-facts.ts";
import { findByAppointment, insertConsultation, type ConsultationRecord } from "./consultation.repo.ts";

/**
 * The specialist of an accepted appointment opens its visit. Needs consents in force and an accepted follow-up
 * (R9-R11); the gate checks the licence (R4). Opening again, also from a second window at once, answers the same visit.
 * Codes: judgement_required, consent_required, illegal_state, licence_invalid, experience_too_short, too_early,
 * too_late.
 */
export async function openConsultation(ctx: Ctx, appointmentId: string): Promise<ConsultationRecord> {
  const specialistId = specialistOf(ctx);
  const appointment = await getAppointment(appointmentId);
  if (!appointment || appointment.specialistId !== specialistId) throw new AppError("forbidden");
  const opened = await findByAppointment(appointmentId);
  // Checked before the gate: a cancelled booking ended the specialist's access, but they may know why they cannot open
  // it.
  if (!opened && appointment.status !== "booked" && appointment.status !== "checked-in")
    throw new AppError("illegal_state");
  await requirePatientAccess(ctx, appointment.patientId, "open-visit", {
    type: "Appointment",
    id: appointmentId,
  });
  if (opened) return opened;

  if (appointment.judgement?.decision !== "accepted") throw new AppError("judgement_required");
  await requireConsents(ctx, appointment.patientId);
  const settings = await visitSettingsOf(appointment.organizationId);
  const stand = visitWindow(appointment, settings, ctx.now());
  if (stand !== "open") throw new AppError(stand === "early" ? "too_early" : "too_late");

  try {
    return await inTransaction(ctx, async () => {
      await takeTurn("patient", appointment.patientId);
      // Handed over to a colleague meanwhile, it is not theirs to open.
      if ((await getAppointment(appointmentId))?.specialistId !== specialistId) throw new AppError("forbidden");
      await requireStanding(ctx, appointment.patientId, "open-visit");
      await requireConsents(ctx, appointment.patientId);
      const visit = await insertConsultation(
        {
          appointmentId,
          patientId: appointment.patientId,
          accountId: appointment.accountId,
          specialistId,
          organizationId: appointment.organizationId,
        },
        ctx.now(),
      );
      const first = await appendEntry(ctx, visit, { kind: "event", event: "visit-opened" });
      await linkConsultation(ctx, { appointmentId, consultationId: visit.id, status: visit.status });
      await recordFact(ctx, {
        type: "consultation:opened",
        patientId: visit.patientId,
        entity: { type: "consultation", id: visit.id },
        data: visitIdsOf(visit),
      });
      return { ...visit, lastSeq: first.seq };
    });
  } catch (error) {
    if (!duplicateKeyOf(error)?.includes("appointmentId")) throw error;
    const first = await findByAppointment(appointmentId);
    if (!first) throw error;
    return first;
  }
}
