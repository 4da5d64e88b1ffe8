import mongoose from "mongoose";

/**
 * The errors of single documents of a bulk insert by their place, where all others were inserted (or, in an ordered one, all before
 * the first); null when nothing is known of any. Duplicates name their index as errors of one document do.
 *
 * A connection that broke comes in the same class of the driver, without a single refusal: then nothing is known.
 */
export function refusalsOf(error: unknown): Map<number, Error> | null {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) return null;
  const refusals = [error.writeErrors].flat();
  if (refusals.length === 0) return null;
  return new Map(
    refusals.map(({ index, code, errmsg = "" }) => {
      // The driver drops the pattern from errors of many documents; the index is named after it.
      const name = /index: (\S+) dup key/.exec(errmsg)?.[1] ?? "";
      const fields = name.split(/_-?1(?:_|$)/).filter(Boolean);
      const keyPattern = Object.fromEntries(fields.map((field) => [field, 1]));
      return [index, new mongoose.mongo.MongoServerError({ message: errmsg, code, keyPattern })];
    }),
  );
}

/** Whether rows of a bulk insert were refused for no other reason than that they are there already. */
export function onlyDoubles(error: unknown): boolean {
  const refusals = refusalsOf(error);
  return refusals !== null && [...refusals.values()].every((refusal) => "code" in refusal && refusal.code === 11_000);
}
