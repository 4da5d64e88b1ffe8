import { BookingTurnModel } from "./booking-turn.model.ts";

/**
 * First write of a booking's transaction. Two bookings of one account write the same row, so one of them waits or
 * begins again, and then counts what the other has booked: the limits hold under any number of bookings at once.
 */
export async function takeBookingTurn(accountId: string): Promise<void> {
  await BookingTurnModel.updateOne({ _id: accountId }, { $inc: { turn: 1 } }, { upsert: true });
}
