import type { AccessPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import { recordAccess } from "../audit/index.ts";
import { requirePatientAccess } from "../care-access/index.ts";
import { accountableAmong } from "./accountable.ts";
import { sideOf } from "./appointment.policy.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { findAppointment } from "./appointment.repo.ts";

/**
 * The appointment, for one of its two sides to act on; the policy of the action is checked after this. An unknown
 * appointment, another patient's and a colleague's all answer `forbidden`. A cancellation ends the specialist's access,
 * but the specialist may still learn that it was cancelled.
 */
export async function requireOwnAppointment(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireKnown(appointmentId);
  const side = sideOf(actorOf(ctx), record);
  if (side === "specialist" && record.status === "cancelled") await recordOwnAccess(ctx, record, "change-appointment");
  else await requirePatientAccess(ctx, record.patientId, "change-appointment", entityOf(record));
  if (!side) throw new AppError("forbidden");
  return record;
}

/**
 * The appointment, for whoever passes the patient gate to read it, and for the specialist who has to account for it
 * (accountable.ts).
 */
export async function requireVisibleAppointment(ctx: Ctx, appointmentId: string): Promise<AppointmentRecord> {
  const record = await requireKnown(appointmentId);
  if ((await accountableAmong(ctx, [record])).has(record.id)) await recordOwnAccess(ctx, record, "read-appointment");
  else await requirePatientAccess(ctx, record.patientId, "read-appointment", entityOf(record));
  return record;
}

async function requireKnown(appointmentId: string): Promise<AppointmentRecord> {
  const record = await findAppointment(appointmentId);
  if (!record) throw new AppError("forbidden");
  return record;
}

const entityOf = (record: AppointmentRecord) => ({ type: "Appointment", id: record.id });

/** Writes the access log (R65) for readers whom the gate did not log. */
const recordOwnAccess = (ctx: Ctx, record: AppointmentRecord, purpose: AccessPurpose) =>
  recordAccess(ctx, {
    patientIds: [record.patientId],
    entity: entityOf(record),
    action: "access",
    purpose,
    outcome: "allowed",
  });
