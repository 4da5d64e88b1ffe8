import mongoose from "mongoose";

/** How far a process has delivered the facts that rows carry. */
const floorSchema = new mongoose.Schema(
  {
    /** The part of the ids it makes that no other process has. */
    _id: { type: String, required: true },
    /** All that it wrote before this time has been delivered. */
    at: { type: Date, required: true },
    /** When it last said so. */
    beatAt: { type: Date, required: true },
    /** Another process delivers what this one, which is dead, has left. */
    leasedUntil: { type: Date, default: null },
  },
  { collection: "fact_floors", versionKey: false },
);

export const FactFloorModel = mongoose.model("FactFloor", floorSchema);
