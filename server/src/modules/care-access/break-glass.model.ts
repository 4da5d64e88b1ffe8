import mongoose, { type InferSchemaType } from "mongoose";
import { breakGlassReasons, verdicts } from "@fuzhen/shared/care-access/break-glass.rules.ts";

const { ObjectId } = mongoose.Schema.Types;

const reviewSchema = new mongoose.Schema(
  {
    verdict: { type: String, enum: verdicts, required: true },
    sealedAccount: { type: String, required: true },
    by: { type: ObjectId, required: true },
    reviewerName: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { _id: false },
);

/**
 * An emergency in which a record was opened ("break the glass"): who, whose, why, until when, and the verdict of the review. The
 * access is its grant's (care-grant.model.ts).
 */
const breakGlassSchema = new mongoose.Schema(
  {
    requestKey: { type: String, required: true },
    patientId: { type: ObjectId, required: true },
    /** The account that holds this patient, which is told of the opening. */
    accountId: { type: ObjectId, required: true },
    specialistId: { type: ObjectId, required: true },
    /** User of the specialist. */
    openedBy: { type: ObjectId, required: true },
    organizationId: { type: ObjectId, required: true },
    reason: { type: String, enum: breakGlassReasons, required: true },
    /** The account of the case speaks of an illness, so it is sealed (R67). */
    sealedAccount: { type: String, required: true },
    openedAt: { type: Date, required: true },
    until: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    review: { type: reviewSchema, default: null },
  },
  { collection: "break_glasses", versionKey: false },
);
// The same request sent again opens nothing twice and alarms nobody twice.
breakGlassSchema.index({ openedBy: 1, requestKey: 1, patientId: 1 }, { unique: true });
breakGlassSchema.index({ openedBy: 1, patientId: 1 });
breakGlassSchema.index({ organizationId: 1, review: 1, _id: 1 });
// Those that are judged, the latest first: nearly all there are.
breakGlassSchema.index({ organizationId: 1, _id: 1 });

export type BreakGlassRow = InferSchemaType<typeof breakGlassSchema> & { _id: mongoose.Types.ObjectId };
export const BreakGlassModel = mongoose.model("BreakGlass", breakGlassSchema);
