import type { Ctx } from "../../platform/context.ts";
import { recordFact } from "../../platform/outbox.ts";
import type { AppointmentRecord } from "./appointment.record.ts";

/** Who a fact of an appointment concerns: ids and codes only. */
export interface AppointmentFact {
  appointmentId: string;
  patientId: string;
  specialistId: string;
  /** User who owns the patient. */
  accountId: string;
  organizationId: string;
  /** With `judged`: a declined follow-up has also been cancelled and its slot is free again. */
  decision?: "accepted" | "declined";
  /** With `cancelled`: whose decision it was. */
  by?: "patient" | "specialist" | "admin";
  /** With `handed-over`: who had it before, and when it was then. */
  former?: { specialistId: string; start: string };
}

declare module "../../platform/outbox.ts" {
  interface Facts {
    "appointment:booked": AppointmentFact;
    "appointment:cancelled": AppointmentFact;
    "appointment:checked-in": AppointmentFact;
    "appointment:judged": AppointmentFact;
    "appointment:supplemented": AppointmentFact;
    "appointment:opened": AppointmentFact;
    "appointment:moved": AppointmentFact;
    "appointment:handed-over": AppointmentFact;
    "appointment:restored": AppointmentFact;
    "appointment:fulfilled": AppointmentFact;
    "appointment:missed": AppointmentFact;
  }
}

export const appointmentFacts = [
  "appointment:booked",
  "appointment:cancelled",
  "appointment:checked-in",
  "appointment:judged",
  "appointment:supplemented",
  "appointment:opened",
  "appointment:moved",
  "appointment:handed-over",
  "appointment:restored",
  "appointment:fulfilled",
  "appointment:missed",
] as const;
export type AppointmentFactType = (typeof appointmentFacts)[number];

/** Writes the fact beside the change, from the record after it. */
export const recordAppointmentFact = (
  ctx: Ctx,
  type: AppointmentFactType,
  record: AppointmentRecord,
  more: Pick<AppointmentFact, "former"> = {},
): Promise<void> =>
  recordFact(ctx, {
    type,
    patientId: record.patientId,
    entity: { type: "Appointment", id: record.id },
    data: {
      appointmentId: record.id,
      patientId: record.patientId,
      specialistId: record.specialistId,
      accountId: record.accountId,
      organizationId: record.organizationId,
      ...(type === "appointment:judged" && record.judgement ? { decision: record.judgement.decision } : {}),
      ...(type === "appointment:cancelled" && record.cancelled ? { by: record.cancelled.by } : {}),
      ...more,
    },
  });
