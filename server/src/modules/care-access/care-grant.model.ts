import mongoose from "mongoose";

/** A specialist may see a patient from one instant to another, because of one appointment. */
export interface CareGrantDoc {
  _id: mongoose.Types.ObjectId;
  patientId: mongoose.Types.ObjectId;
  specialistId: mongoose.Types.ObjectId;
  organizationId: mongoose.Types.ObjectId;
  appointmentId: mongoose.Types.ObjectId;
  from: Date;
  until: Date;
  /** End of the visit, from which the organisation's days are counted on every read. Null in rows of older releases. */
  visitEnd: Date | null;
  /** True while the visit is under way; withdrawing the consent then does not interrupt it. */
  visitOpen: boolean;
  /** Until when the visit, once over, takes questions, whatever days the organisation allows. */
  questionsUntil: Date | null;
  endedAt: Date | null;
}

const { ObjectId } = mongoose.Schema.Types;
const careGrantSchema = new mongoose.Schema<CareGrantDoc>(
  {
    patientId: { type: ObjectId, required: true },
    specialistId: { type: ObjectId, required: true },
    organizationId: { type: ObjectId, required: true },
    appointmentId: { type: ObjectId, required: true },
    from: { type: Date, required: true },
    until: { type: Date, required: true },
    visitEnd: { type: Date, default: null },
    visitOpen: { type: Boolean, default: false },
    questionsUntil: { type: Date, default: null },
    endedAt: { type: Date, default: null },
  },
  { collection: "care_grants", versionKey: false },
);
careGrantSchema.index({ appointmentId: 1 }, { unique: true });
careGrantSchema.index({ specialistId: 1, patientId: 1, until: 1 });
careGrantSchema.index({ patientId: 1, until: 1 });
// Whom a change of the organisation's rules would touch.
careGrantSchema.index({ organizationId: 1, visitEnd: 1 });

export const CareGrantModel = mongoose.model<CareGrantDoc>("CareGrant", careGrantSchema);
