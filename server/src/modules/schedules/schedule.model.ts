import mongoose, { type InferSchemaType } from "mongoose";
import { halfDays, visitKinds } from "@fuzhen/shared/schedules/schedule.schema.ts";

const sessionSchema = new mongoose.Schema(
  {
    weekday: { type: Number, required: true },
    halfDay: { type: String, enum: halfDays, required: true },
    start: { type: String, required: true },
    end: { type: String, required: true },
    slotMinutes: { type: Number, required: true },
    feeCents: { type: Number, required: true },
    visitKind: { type: String, enum: visitKinds, required: true },
    /** Not there in rows of releases in which a time took one patient. */
    capacity: { type: Number },
  },
  { _id: false },
);

const scheduleSchema = new mongoose.Schema(
  {
    specialistId: { type: mongoose.Schema.Types.ObjectId, required: true },
    organizationId: { type: mongoose.Schema.Types.ObjectId, required: true },
    status: { type: String, enum: ["draft", "published"], required: true },
    effectiveFrom: { type: String, required: true },
    effectiveTo: { type: String, default: null },
    sessions: { type: [sessionSchema], required: true },
    version: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: "schedules", versionKey: false },
);
// One schedule per specialist; of two simultaneous first saves one wins.
scheduleSchema.index({ specialistId: 1 }, { unique: true });
scheduleSchema.index({ organizationId: 1, specialistId: 1 });

export type ScheduleRow = InferSchemaType<typeof scheduleSchema> & { _id: mongoose.Types.ObjectId };
export const ScheduleModel = mongoose.model("Schedule", scheduleSchema);
