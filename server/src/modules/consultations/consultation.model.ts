import mongoose, { type InferSchemaType } from "mongoose";
import { consultationStatuses } from "@fuzhen/shared/consultations/consultation.rules.ts";

const { ObjectId } = mongoose.Schema.Types;
const marks = { deliveredSeq: { type: Number, default: 0 }, readSeq: { type: Number, default: 0 } };

const consultationSchema = new mongoose.Schema(
  {
    appointmentId: { type: ObjectId, required: true },
    patientId: { type: ObjectId, required: true },
    /** User who owns the patient. */
    accountId: { type: ObjectId, required: true },
    specialistId: { type: ObjectId, required: true },
    organizationId: { type: ObjectId, required: true },
    status: { type: String, enum: consultationStatuses, required: true },
    openedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    /** Until when both sides may write on after the visit; null while it is open, where nothing may be asked, and in older rows. */
    questionsUntil: { type: Date, default: null },
    /** Number and time of the newest timeline entry, some moments after it was written (activity.ts): for the order of lists. */
    lastSeq: { type: Number, required: true },
    lastAt: { type: Date, required: true },
    marks: { patient: marks, specialist: marks },
  },
  { collection: "consultations", versionKey: false },
);
// One visit per appointment, even from two windows of the specialist at once.
consultationSchema.index({ appointmentId: 1 }, { unique: true });
consultationSchema.index({ accountId: 1, lastAt: -1, _id: -1 });
consultationSchema.index({ specialistId: 1, lastAt: -1, _id: -1 });
// Visits of a specialist of which questions may still come.
consultationSchema.index({ specialistId: 1, questionsUntil: -1 });

export type ConsultationRow = InferSchemaType<typeof consultationSchema> & { _id: mongoose.Types.ObjectId };
export const ConsultationModel = mongoose.model("Consultation", consultationSchema);
