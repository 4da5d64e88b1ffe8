import mongoose from "mongoose";

/** One row for each thing whose changes take turns; its `_id` makes it one (turn.repo.ts). */
const turnSchema = new mongoose.Schema<{ _id: string; turn: number }>(
  { _id: { type: String, required: true }, turn: { type: Number, required: true } },
  { collection: "turns", versionKey: false },
);

export const TurnModel = mongoose.model("Turn", turnSchema);
