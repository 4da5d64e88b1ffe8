import { insideTransaction, sessionHere } from "./database.ts";
import { TurnModel } from "./turn.model.ts";

/**
 * What is counted or relied on: all of an account, its uploads, a patient's consents, what a specialist offers, all bookings of
 * a person, whoever keeps them.
 */
export type TurnOf = "account" | "uploads" | "patient" | "specialist" | "person";

/**
 * First write of a transaction that rests on what it reads. Two changes that name the same thing write the same row, so one of
 * them waits or begins again, and then reads what the other has written: a number that is counted holds, and a consent that
 * was withdrawn counts, under any number of requests at once. Whatever takes such a ground away takes its turn as well.
 */
export const takeTurn = (of: TurnOf, id: string): Promise<void> => takeTurns({ [of]: id });

/** Several at once, in one command; each once, and in the same order by whomever. */
export async function takeTurns(ids: Partial<Record<TurnOf, string | readonly string[]>>): Promise<void> {
  if (!insideTransaction()) throw new Error(`turns of ${Object.keys(ids).join()} taken outside a transaction`);
  const turns = Object.entries(ids).flatMap(([of, id]) => [id].flat().map((one) => `${of}:${one}`));
  await TurnModel.collection.bulkWrite(
    [...new Set(turns)].toSorted().map((turn) => ({
      updateOne: { filter: { _id: turn as never }, update: { $inc: { turn: 1 } }, upsert: true },
    })),
    sessionHere(),
  );
}
