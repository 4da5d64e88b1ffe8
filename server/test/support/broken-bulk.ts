import mongoose from "mongoose";

/** What the driver throws when the line breaks under a bulk write: its own class, with not one refusal in it. */
export function brokenBulk(): Error {
  const line = new mongoose.mongo.MongoNetworkError("connection 7 closed");
  const nothing = { getWriteConcernError: () => undefined, insertedCount: 0, insertedIds: {} };
  return Reflect.construct(mongoose.mongo.MongoBulkWriteError, [line, nothing]) as Error;
}
