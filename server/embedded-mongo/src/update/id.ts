import { Doc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { equal } from "../values/compare.ts";

/** Fields named in a replacement keep their order behind an _id that stays first. */
export const withId = (document: Doc, id: Value): Doc => {
  const out = new Doc();
  if (id !== undefined) out["_id"] = id;
  for (const key in document) if (key !== "_id" || id === undefined) out[key] = document[key];
  return out;
};

/** Gives back what a document has become, which must still be that document. */
export const checkId = (before: Doc, after: Doc): Doc => {
  if (before["_id"] !== undefined && (after["_id"] === undefined || !equal(before["_id"], after["_id"])))
    throw new MongoError(
      "ImmutableField",
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  return after;
};
