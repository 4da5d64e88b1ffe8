import { Binary } from "../bson/types.ts";
import type { Doc } from "../bson/types.ts";
import { isDoc, typeOf } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, typeMismatch } from "../errors.ts";
import { checkFields, fieldsOf } from "../fields.ts";

const LSID = fieldsOf("id:any!");

/** A session's id as a string that can be a map key. */
export const sessionKey = (lsid: Doc): string => {
  checkFields(lsid, "lsid", LSID);
  const id = lsid["id"];
  if (!(id instanceof Binary) || id.sub_type !== Binary.SUBTYPE_UUID)
    throw typeMismatch("BSON field 'lsid.id' is the wrong type, expected type 'UUID'");
  if (id.length() !== 16) throw new MongoError(207, "uuid must be a 16-byte binary field with UUID (4) subtype");
  return Buffer.from(id.value()).toString("latin1");
};

export interface SessionFields {
  session: string | undefined;
  /** Present on retryable writes and on all commands of a transaction. */
  txnNumber: bigint | undefined;
  inTransaction: boolean;
  starts: boolean;
}

const invalid = (message: string) => new MongoError("InvalidOptions", message);

const txnNumberOf = (value: Value): bigint | undefined => {
  if (value === undefined) return undefined;
  if (typeof value !== "bigint")
    throw typeMismatch(`BSON field 'txnNumber' is the wrong type '${typeOf(value)}', expected type 'long'`);
  if (value < 0n) throw invalid("Transaction number cannot be negative");
  return value;
};

export const sessionFields = (body: Doc): SessionFields => {
  const { lsid, autocommit, startTransaction } = body;
  if (lsid !== undefined && !isDoc(lsid))
    throw typeMismatch(`BSON field 'lsid' is the wrong type '${typeOf(lsid)}', expected type 'object'`);
  const session = lsid === undefined ? undefined : sessionKey(lsid);
  const txnNumber = txnNumberOf(body["txnNumber"]);
  if (txnNumber !== undefined && session === undefined)
    throw invalid("Transaction number requires a session ID to also be specified");
  if (autocommit !== undefined && (autocommit !== false || txnNumber === undefined))
    throw invalid("autocommit may only be false, and only with a txnNumber");
  if (startTransaction !== undefined && startTransaction !== true) throw invalid("startTransaction may only be true");
  if (startTransaction === true && autocommit === undefined) throw invalid("startTransaction needs autocommit: false");
  return { session, txnNumber, inTransaction: autocommit === false, starts: startTransaction === true };
};
