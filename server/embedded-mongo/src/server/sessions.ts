import { Binary } from "../bson/types.ts";
import type { Doc } from "../bson/types.ts";
import { isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";

/** A session's id as a string that can be a map key. */
export const sessionKey = (lsid: Doc): string => {
  const id = lsid["id"];
  if (!(id instanceof Binary) || id.length() !== 16) throw badValue("lsid.id must be a UUID");
  return Buffer.from(id.value()).toString("latin1");
};

export interface SessionFields {
  session: string | undefined;
  /** Present on retryable writes and on all commands of a transaction. */
  txnNumber: bigint | undefined;
  inTransaction: boolean;
  starts: boolean;
}

const number = (value: Value): bigint | undefined =>
  typeof value === "bigint" || typeof value === "number" ? BigInt(value) : undefined;

export const sessionFields = (body: Doc): SessionFields => {
  const lsid = body["lsid"];
  const session = isDoc(lsid) ? sessionKey(lsid) : undefined;
  const txnNumber = number(body["txnNumber"]);
  if (txnNumber !== undefined && session === undefined)
    throw new MongoError("InvalidOptions", "Transaction number requires a session ID to also be specified");
  const autocommit = body["autocommit"];
  if (autocommit !== undefined && (autocommit !== false || txnNumber === undefined))
    throw new MongoError("InvalidOptions", "autocommit may only be false, and only with a txnNumber");
  const starts = body["startTransaction"] === true;
  if (starts && autocommit === undefined)
    throw new MongoError("InvalidOptions", "startTransaction needs autocommit: false");
  return { session, txnNumber, inTransaction: autocommit === false, starts };
};
