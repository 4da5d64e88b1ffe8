import mongoose from "mongoose";
import { consultationStatuses, type ConsultationStatus } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { participantKinds, type ParticipantKind } from "@fuzhen/shared/consultations/participant.rules.ts";

type Id = mongoose.Types.ObjectId;

/** A visit as it is stored. */
export interface ConsultationRow {
  _id: Id;
  appointmentId: Id;
  patientId: Id;
  participants: { id: string; kind: ParticipantKind; who: { type: "user" | "specialist" | "guest"; id: Id } }[];
  accountId: Id;
  specialistId: Id;
  organizationId: Id;
  status: ConsultationStatus;
  openedAt: Date;
  finishedAt: Date | null;
  questionsUntil: Date | null;
  lastSeq: number;
  flaggedSeq?: number;
  lastAt: Date;
  marks: Record<string, { deliveredSeq: number; readSeq: number }>;
}

const { ObjectId } = mongoose.Schema.Types;

/** Somebody in the visit (participant.policy.ts). */
const participantSchema = new mongoose.Schema(
  {
    id: { type: String, required: true },
    kind: { type: String, enum: participantKinds, required: true },
    who: {
      type: { type: String, enum: ["user", "specialist", "guest"], required: true },
      id: { type: ObjectId, required: true },
    },
  },
  { _id: false, id: false },
);
const marksSchema = new mongoose.Schema(
  { deliveredSeq: { type: Number, default: 0 }, readSeq: { type: Number, default: 0 } },
  { _id: false },
);

const consultationSchema = new mongoose.Schema<ConsultationRow>(
  {
    appointmentId: { type: ObjectId, required: true },
    patientId: { type: ObjectId, required: true },
    participants: { type: [participantSchema], required: true },
    /** The first two participants, by whom lists find and order visits: a list inside of rows gives no order. */
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
    /** Number of the newest entry of the patient that may be an emergency (flag-messages.ts); missing where none was. */
    flaggedSeq: { type: Number },
    lastAt: { type: Date, required: true },
    /** By the ids of participants. */
    marks: { type: Map, of: marksSchema, required: true },
  },
  { collection: "consultations", versionKey: false },
);
// One visit per appointment, even from two windows of the specialist at once.
consultationSchema.index({ appointmentId: 1 }, { unique: true });
consultationSchema.index({ accountId: 1, lastAt: -1, _id: -1 });
consultationSchema.index({ specialistId: 1, lastAt: -1, _id: -1 });
// Visits of a specialist of which questions may still come.
consultationSchema.index({ specialistId: 1, questionsUntil: -1 });

export const ConsultationModel = mongoose.model<ConsultationRow>("Consultation", consultationSchema);
