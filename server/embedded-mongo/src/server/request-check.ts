import type { Command } from "../commands/index.ts";
import { isArray, isDoc, isNumeric, typeOf } from "../bson/types.ts";
import type { Doc } from "../bson/types.ts";
import { MongoError, badValue, failedToParse, typeMismatch } from "../errors.ts";
import { INT32_MAX } from "../bson/types.ts";
import { wholeNumber } from "../values/numbers.ts";
import { checkWriteConcern, readLevelOf } from "./concerns.ts";
import { checkFields, fieldsOf } from "../fields.ts";
import type { Field, Fields } from "../fields.ts";
import type { SessionFields } from "./sessions.ts";
import type { Request } from "./wire.ts";

const invalid = (message: string) => new MongoError("InvalidOptions", message);

const ANY: Field = { type: "any", required: false };
/** What every command may carry; the functions below say what each must be. */
const GENERIC: Fields = fieldsOf(
  "$db:any lsid:any txnNumber:any autocommit:any startTransaction:any $clusterTime:object $readPreference:any readConcern:any writeConcern:any comment:any maxTimeMS:any apiVersion:any apiStrict:bool apiDeprecationErrors:bool",
);

/** Commands of version 1 of the stable API, to which `apiStrict` holds a client. */
const STABLE_API: ReadonlySet<string> = new Set(
  "abortTransaction aggregate bulkWrite commitTransaction count create createIndexes delete drop dropDatabase dropIndexes endSessions explain find findAndModify getMore hello insert killCursors listCollections listDatabases listIndexes ping refreshSessions update".split(
    " ",
  ),
);

const ADMIN_ONLY: ReadonlySet<string> = new Set([
  "abortTransaction",
  "bulkWrite",
  "commitTransaction",
  "listDatabases",
  "renameCollection",
]);

const RETRYABLE: ReadonlySet<string> = new Set([
  "bulkWrite",
  "delete",
  "findAndModify",
  "findandmodify",
  "insert",
  "update",
]);

/** Reads that may ask for more than the last commit. */
const READ_LEVELS: ReadonlySet<string> = new Set(["aggregate", "count", "distinct", "find"]);

const MODES: ReadonlySet<unknown> = new Set([
  "primary",
  "primaryPreferred",
  "secondary",
  "secondaryPreferred",
  "nearest",
]);

const checkApi = (body: Doc, name: string): void => {
  const { apiVersion, apiStrict, apiDeprecationErrors } = body;
  if (apiVersion === undefined) {
    if (apiStrict !== undefined || apiDeprecationErrors !== undefined)
      throw new MongoError(4886600, "Provided apiStrict or apiDeprecationErrors without passing apiVersion");
    return;
  }
  if (typeof apiVersion !== "string")
    throw typeMismatch(`BSON field 'apiVersion' is the wrong type '${typeOf(apiVersion)}', expected type 'string'`);
  if (apiVersion !== "1") throw new MongoError("APIVersionError", 'API version must be "1"');
  if (apiStrict === true && !STABLE_API.has(name))
    throw new MongoError("APIStrictError", `Provided apiStrict:true, but the command ${name} is not in API Version 1`);
};

const checkReadPreference = (body: Doc): void => {
  const preference = body["$readPreference"];
  if (preference === undefined) return;
  if (!isDoc(preference)) throw typeMismatch("$readPreference has incorrect type: expected an object");
  if (!MODES.has(preference["mode"]))
    throw failedToParse("Could not parse $readPreference mode. Only the modes of read preferences are supported.");
};

const checkTime = (body: Doc): void => {
  const limit = body["maxTimeMS"];
  if (limit === undefined || limit === null) return;
  if (!isNumeric(limit))
    throw typeMismatch(`BSON field 'maxTimeMS' is the wrong type '${typeOf(limit)}', expected a number`);
  const whole = wholeNumber(limit);
  if (whole === undefined || whole < 0 || whole > INT32_MAX)
    throw badValue("value for maxTimeMS is out of range or no whole number");
};

const writesOut = (body: Doc): string | undefined => {
  const stages = body["pipeline"];
  const names = isArray(stages) ? stages.filter(isDoc).flatMap((stage) => Object.keys(stage)) : [];
  return names.find((stage) => stage === "$out" || stage === "$merge");
};

const checkReadConcern = (body: Doc, name: string, fields: SessionFields, now: Date): void => {
  const level = readLevelOf(body["readConcern"], now);
  if (body["readConcern"] === undefined || body["readConcern"] === null) return;
  if (fields.inTransaction) {
    if (!fields.starts) throw invalid("Only the first command in a transaction may specify a readConcern");
    if (level === "available" || level === "linearizable")
      throw invalid("The readConcern level in a transaction must be either 'local', 'majority' or 'snapshot'");
    return;
  }
  if (level !== undefined && level !== "local" && !READ_LEVELS.has(name))
    throw invalid(`Command ${name} does not support readConcern level '${level}'`);
  const stage = level === "linearizable" && name === "aggregate" ? writesOut(body) : undefined;
  if (stage !== undefined) throw invalid(`${stage} cannot be used with a 'linearizable' read concern level`);
  // A read of the past outside a transaction is something a database without history cannot give.
  if (level === "snapshot")
    throw new MongoError(
      "NotImplemented",
      "snapshot reads outside transactions are not supported by the embedded database",
    );
};

const checkConcern = (body: Doc, name: string, command: Command, fields: SessionFields): void => {
  const concern = body["writeConcern"];
  if (concern === undefined || concern === null) return;
  checkWriteConcern(concern);
  if (fields.inTransaction && command.kind !== "session")
    throw invalid("writeConcern is not allowed within a multi-statement transaction");
  if (command.kind === "read" && !(name === "aggregate" && writesOut(body) !== undefined))
    throw invalid("Command does not support writeConcern");
};

const known = new Map<string, Fields>();

/** All fields a command may have; put together once, not with every request. */
const fieldsOfCommand = (name: string, own: Fields): Fields => {
  let all = known.get(name);
  if (all === undefined) known.set(name, (all = new Map([...GENERIC, ...own, [name, ANY]])));
  return all;
};

/** Whatever of a request is not carried out is refused here, before anything of it is. */
export const checkRequest = (
  { body, sequences }: Pick<Request, "body" | "sequences">,
  name: string,
  command: Command,
  fields: SessionFields,
  now: Date,
): void => {
  if (body["$db"] === undefined) throw new MongoError(40571, "OP_MSG requests require a $db argument");
  if (command.fields === "any") {
    for (const sequence of sequences.keys()) checkSequence(sequence, body, name, new Map());
  } else {
    for (const sequence of sequences.keys()) checkSequence(sequence, body, name, command.fields);
    checkFields(body, name, fieldsOfCommand(name, command.fields), (field) => sequences.has(field));
  }
  if (ADMIN_ONLY.has(name) && body["$db"] !== "admin")
    throw new MongoError("Unauthorized", `${name} may only be run against the admin database.`);
  checkApi(body, name);
  checkReadPreference(body);
  checkTime(body);
  checkReadConcern(body, name, fields, now);
  checkConcern(body, name, command, fields);
  if (fields.txnNumber !== undefined && !fields.inTransaction && !RETRYABLE.has(name))
    throw new MongoError(
      50768,
      `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${name} is not a retryable write command.`,
    );
};

/** A document sequence stands for an array field of the command. */
const checkSequence = (sequence: string, body: Doc, name: string, fields: Fields): void => {
  if (fields.get(sequence)?.type !== "array")
    throw new MongoError("UnknownField", `BSON field '${name}.${sequence}' is an unknown field.`);
  if (body[sequence] !== undefined)
    throw new MongoError(40433, `Duplicate field between body and document sequence ${sequence}`);
};
