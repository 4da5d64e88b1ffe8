import mongoose, { type InferSchemaType } from "mongoose";
import { appointmentStatuses } from "@fuzhen/shared/appointments/appointment.rules.ts";
import { consultationStatuses } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { checkVerdicts, deviceKinds, lineKinds } from "@fuzhen/shared/waiting/waiting.schema.ts";
import { visitKinds } from "@fuzhen/shared/schedules/schedule.schema.ts";

const { ObjectId } = mongoose.Schema.Types;

const judgementSchema = new mongoose.Schema(
  {
    decision: { type: String, enum: ["accepted", "declined"], required: true },
    sealedReason: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: ObjectId, required: true },
  },
  { _id: false },
);
const cancelledSchema = new mongoose.Schema(
  {
    by: { type: String, enum: ["patient", "specialist", "admin"], required: true },
    sealedReason: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
);

const movedSchema = new mongoose.Schema(
  {
    specialistId: { type: ObjectId, required: true },
    start: { type: Date, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
);

const deviceSchema = new mongoose.Schema(
  {
    kind: { type: String, enum: deviceKinds, required: true },
    line: { type: String, enum: lineKinds, required: true },
    camera: { type: String, enum: checkVerdicts, required: true },
    microphone: { type: String, enum: checkVerdicts, required: true },
  },
  { _id: false },
);
const queueSchema = new mongoose.Schema(
  {
    turnAt: { type: Date, required: true },
    urgent: { type: Boolean, required: true },
    called: { type: Boolean, required: true },
    calledAt: { type: Date, default: null },
    calledUntil: { type: Date, default: null },
    callKey: { type: String, default: null },
    answeredAt: { type: Date, default: null },
    passes: { type: Number, required: true },
    away: { type: Boolean, required: true },
    device: { type: deviceSchema, default: null },
  },
  { _id: false },
);

const appointmentSchema = new mongoose.Schema(
  {
    requestKey: { type: String, required: true },
    /** User who owned the patient and booked. */
    accountId: { type: ObjectId, required: true },
    patientId: { type: ObjectId, required: true },
    /** Keyed hash of the identity document: however many accounts keep a person, there is one of them. */
    person: { type: String, required: true },
    specialistId: { type: ObjectId, required: true },
    organizationId: { type: ObjectId, required: true },
    departmentId: { type: ObjectId, required: true },
    /** A copy of the slot as it was offered: changing the schedule later moves no appointment. */
    start: { type: Date, required: true },
    end: { type: Date, required: true },
    feeCents: { type: Number, required: true },
    visitKind: { type: String, enum: visitKinds, required: true },
    status: { type: String, enum: appointmentStatuses, required: true },
    /** Disease, hospital and message, sealed, so that a copy of the database shows no diagnosis (R67). */
    sealedTexts: { type: String, required: true },
    proofReportId: { type: ObjectId, required: true },
    reportIds: { type: [ObjectId], required: true },
    judgement: { type: judgementSchema, default: null },
    checkedInAt: { type: Date, default: null },
    queue: { type: queueSchema, default: null },
    cancelled: { type: cancelledSchema, default: null },
    /** Where it was as the patient booked it, and when the office last moved it. */
    moved: { type: movedSchema, default: null },
    consultationId: { type: ObjectId, default: null },
    consultationStatus: { type: String, enum: [...consultationStatuses, null], default: null },
    visitOpenedAt: { type: Date, default: null },
    visitEndedAt: { type: Date, default: null },
    bookedAt: { type: Date, required: true },
  },
  { collection: "appointments", versionKey: false },
);
// A specialist calls one person at a time, from however many windows (waiting). Opening the visit and calling off end the call.
appointmentSchema.index(
  { specialistId: 1 },
  {
    unique: true,
    name: "one-called",
    partialFilterExpression: { status: "checked-in", consultationId: null, "queue.called": true },
  },
);
// How long the latest visits took (waiting).
appointmentSchema.index(
  { specialistId: 1, visitEndedAt: -1 },
  { partialFilterExpression: { visitEndedAt: { $type: "date" } } },
);
// That a time is booked once (R42) is kept by the claims of schedules.
appointmentSchema.index({ specialistId: 1, status: 1, start: 1, _id: 1 });
// The same request sent twice makes one booking.
appointmentSchema.index({ accountId: 1, requestKey: 1 }, { unique: true });
appointmentSchema.index({ accountId: 1, start: 1, _id: 1 });
// Those to come are few; the list of them does not walk over all that is over or called off.
appointmentSchema.index({ accountId: 1, status: 1, start: 1, _id: 1 });
appointmentSchema.index({ patientId: 1, start: -1, _id: -1 });
// What a person holds (booking-limits.policy.ts).
appointmentSchema.index({ person: 1, start: 1 });
appointmentSchema.index({ organizationId: 1, start: 1, _id: 1 });
// For the query of the no-show job (mark-missed.ts).
appointmentSchema.index({ organizationId: 1, end: 1 }, { partialFilterExpression: { status: "booked" } });

export type AppointmentRow = InferSchemaType<typeof appointmentSchema> & { _id: mongoose.Types.ObjectId };
export const AppointmentModel = mongoose.model("Appointment", appointmentSchema);
