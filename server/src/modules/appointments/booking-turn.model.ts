import mongoose from "mongoose";

/** One row for an account that books; its `_id` makes it one. Every booking of the account writes it (booking-turn.repo.ts). */
const bookingTurnSchema = new mongoose.Schema<{ _id: mongoose.Types.ObjectId; turn: number }>(
  { _id: { type: mongoose.Schema.Types.ObjectId, required: true }, turn: { type: Number, required: true } },
  { collection: "booking_turns", versionKey: false },
);

export const BookingTurnModel = mongoose.model("BookingTurn", bookingTurnSchema);
