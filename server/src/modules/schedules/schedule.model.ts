import mongoose, { type InferSchemaType } from "mongoose";
import { halfDays, visitKinds } from "@fuzhen/shared/schedules/schedule.schema.ts";

const manner = {
  halfDay: { type: String, enum: halfDays, required: true },
  start: { type: String, required: true },
  end: { type: String, required: true },
  slotMinutes: { type: Number, required: true },
  feeCents: { type: Number, required: true },
  visitKind: { type: String, enum: visitKinds, required: true },
  /** Not there in rows of releases in which a time took one patient. */
  capacity: { type: Number },
};
const sessionSchema = new mongoose.Schema({ weekday: { type: Number, required: true }, ...manner }, { _id: false });
const extraSchema = new mongoose.Schema({ day: { type: String, required: true }, ...manner }, { _id: false });
const closureSchema = new mongoose.Schema(
  {
    from: { type: String, required: true },
    to: { type: String, required: true },
    start: { type: String, default: null },
    end: { type: String, default: null },
    note: { type: String, default: "" },
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
    /** Neither is there in rows of releases that knew the week alone. */
    closures: { type: [closureSchema], default: undefined },
    extras: { type: [extraSchema], default: undefined },
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
