import { isDoc } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";

/** The names of a reference to a document (DBRef), the only ones with a dollar that are fields in a query. */
export const REFERENCE: ReadonlySet<string> = new Set(["$ref", "$id", "$db"]);

/** `{$gt: 5}` as opposed to a document to be equal to; a reference with its `$ref` and `$id` is such a document. */
export const isOperatorDoc = (value: Value): value is Doc =>
  isDoc(value) && Object.keys(value)[0]?.startsWith("$") === true && !("$ref" in value && "$id" in value);
