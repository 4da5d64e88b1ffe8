import type { ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import type { Ctx } from "../../platform/context.ts";
import { inTransaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { setVisitOpen } from "../care-access/index.ts";
import { recordAppointmentFact } from "./appointment.facts.ts";
import { findAppointment, setConsultationStatus, setFulfilled, setOpened } from "./appointment.repo.ts";

/**
 * Called by the use cases of the visit, in their transaction, when it opens: links it to its appointment. The
 * appointment must be accepted, in force and without a visit (`illegal_state`).
 */
export async function linkConsultation(
  ctx: Ctx,
  link: {
    appointmentId: string;
    consultationId: string;
    status: ConsultationStatus;
    /** Until when the specialist may answer questions after the visit. */
    questionsUntil?: Date | null;
  },
): Promise<void> {
  await inTransaction(ctx, async () => {
    await setVisitOpen(link.appointmentId, link.status === "in-progress", link.questionsUntil ?? null);
    if (link.status === "in-progress") {
      const opened = await setOpened(link.appointmentId, link.consultationId, ctx.now());
      if (opened) return recordAppointmentFact(ctx, "appointment:opened", opened);
    }
    const followed = await setConsultationStatus(link.appointmentId, link.consultationId, {
      consultationStatus: link.status,
      visitEndedAt: link.status === "in-progress" ? null : ctx.now(),
    });
    if (!followed) throw new AppError("illegal_state");
  });
}

/** The visit has taken place; harmless when repeated, `illegal_state` for a cancelled or missed one. */
export async function fulfilAppointment(ctx: Ctx, appointmentId: string): Promise<void> {
  await inTransaction(ctx, async () => {
    const fulfilled = await setFulfilled(appointmentId);
    if (fulfilled) return recordAppointmentFact(ctx, "appointment:fulfilled", fulfilled);
    const record = await findAppointment(appointmentId);
    if (record?.status !== "fulfilled") throw new AppError("illegal_state");
  });
}
