import type { DataCheck } from "../../platform/data-check.ts";
import { eachRow, oneRow, opens, refersTo } from "../../platform/row-checks.ts";
import { AppointmentModel, type AppointmentRow } from "./appointment.model.ts";
import { claimChecks } from "./claim-checks.repo.ts";
import { openReason, openTexts } from "./appointment.record.ts";

const refers = (rule: string, path: keyof AppointmentRow & string, collection: string, from = {}) =>
  refersTo<AppointmentRow>(`appointments.${rule}`, AppointmentModel, path, collection, { from });

export const appointmentChecks: readonly DataCheck[] = [
  refers("appointment-has-account", "accountId", "users"),
  refers("appointment-has-patient", "patientId", "patients"),
  refersTo<AppointmentRow>("appointments.appointment-has-person", AppointmentModel, "person", "patients", {
    field: "idNumberLookup",
  }),
  refers("appointment-has-specialist", "specialistId", "specialists"),
  refers("appointment-has-department", "departmentId", "departments"),
  refers("appointment-has-proof", "proofReportId", "reports"),
  refers("appointment-has-reports", "reportIds", "reports"),
  // Booking and access grant are written in one transaction, so an appointment without its grant is damaged data.
  refersTo<AppointmentRow>("appointments.appointment-gives-access", AppointmentModel, "_id", "care_grants", {
    field: "ground.id",
    where: { "ground.kind": "appointment" },
  }),
  // A booking that was given to a colleague takes its sight of the patient along.
  eachRow<AppointmentRow>("appointments.access-is-its-specialists", AppointmentModel, async (row) => {
    const grant = await oneRow<{ grantee: { id: unknown } }>("care_grants", { "ground.id": row._id });
    return grant && String(grant.grantee.id) !== String(row.specialistId)
      ? "its access is of another specialist"
      : null;
  }),
  ...claimChecks,
  eachRow<AppointmentRow>("appointments.state-is-whole", AppointmentModel, (row) => {
    if (row.end <= row.start) return "ends before it starts";
    if ((row.status === "cancelled") !== Boolean(row.cancelled))
      return `${row.status} but its cancellation says otherwise`;
    if (row.status === "checked-in" && !row.queue) return "checked in without a place in the queue";
    if (row.status === "fulfilled" && !row.consultationId) return "fulfilled without a visit";
    if (Boolean(row.consultationId) !== Boolean(row.consultationStatus)) return "half a link to its visit";
    if (row.consultationId && row.judgement?.decision !== "accepted") return "a visit without an accepted judgement";
    return null;
  }),
  opens<AppointmentRow>("appointments.appointment-opens", AppointmentModel, (row, keys) => {
    const id = String(row._id);
    openTexts(keys, { id, sealedTexts: row.sealedTexts });
    for (const reason of [row.judgement, row.cancelled]) if (reason) openReason(keys, id, reason.sealedReason);
  }),
];
