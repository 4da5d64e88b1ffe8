import { Timestamp, isDoc, isNumeric } from "../bson/types.ts";
import type { Doc, Value } from "../bson/types.ts";
import { MongoError, failedToParse, typeMismatch } from "../errors.ts";
import { toNumber, wholeNumber } from "../values/numbers.ts";

const invalid = (message: string) => new MongoError("InvalidOptions", message);

/** A replica set has at most this many members, so no write concern can name more. */
const MAX_MEMBERS = 50;

const checkNodes = (w: Value): void => {
  if (typeof w === "string") {
    if (w !== "majority")
      throw new MongoError(79, `No write concern mode named '${w}' found in replica set configuration`);
    return;
  }
  if (!isNumeric(w)) {
    if (isDoc(w)) throw new MongoError(100, "Not enough nodes match the tags of write concern w");
    throw failedToParse("w has to be a number, string, or object");
  }
  const nodes = wholeNumber(w);
  if (nodes === undefined || nodes < 0 || nodes > MAX_MEMBERS)
    throw failedToParse(`w has to be a non-negative number and not greater than ${MAX_MEMBERS}; found: ${toNumber(w)}`);
  if (nodes > 1) throw new MongoError(100, `Not enough data-bearing nodes to satisfy write concern w:${nodes}`);
};

const isFlag = (value: Value): boolean => typeof value === "boolean" || isNumeric(value);

/**
 * There is one node, and every acknowledged write is on its disk: what asks for at most that is honoured whatever it
 * says, what asks for more is refused before anything is written.
 */
export const checkWriteConcern = (concern: Value): void => {
  if (concern === undefined || concern === null) return;
  if (!isDoc(concern)) throw typeMismatch("writeConcern field should be an object");
  for (const [name, value] of Object.entries(concern)) {
    if (name === "w") checkNodes(value);
    else if (name === "j" || name === "fsync") {
      if (!isFlag(value)) throw failedToParse(`${name} must be numeric or a boolean value`);
    } else if (name === "wtimeout" || name === "wtimeoutMS") {
      if (!isNumeric(value) || wholeNumber(value) === undefined) throw failedToParse("wtimeout must be a whole number");
    } else throw failedToParse(`unrecognized write concern field: ${name}`);
  }
  if (concern["j"] === true && concern["fsync"] === true)
    throw failedToParse("fsync and j options cannot be used together");
};

export type ReadLevel = "local" | "available" | "majority" | "linearizable" | "snapshot";
const LEVELS: ReadonlySet<string> = new Set<ReadLevel>(["local", "available", "majority", "linearizable", "snapshot"]);
const isLevel = (value: Value): value is ReadLevel => typeof value === "string" && LEVELS.has(value);

const clusterTime = (concern: Doc, name: string, now: Date): boolean => {
  const value = concern[name];
  if (value === undefined) return false;
  if (!(value instanceof Timestamp)) throw typeMismatch(`"${name}" had the wrong type. Expected timestamp`);
  if (value.isZero()) throw invalid(`${name} cannot be a null timestamp`);
  if (value.getHighBitsUnsigned() > now.getTime() / 1000)
    throw invalid(`readConcern ${name} value must not be greater than the current clusterTime`);
  return true;
};

/**
 * The level a read concern asks for. Readers see every commit that was acknowledged, so all levels but snapshot are the
 * same here, and a cluster time that has passed has been read.
 */
export const readLevelOf = (concern: Value, now: Date): ReadLevel | undefined => {
  if (concern === undefined || concern === null) return undefined;
  if (!isDoc(concern)) throw failedToParse("readConcern field should be an object");
  for (const name of Object.keys(concern))
    if (name !== "level" && name !== "afterClusterTime" && name !== "atClusterTime")
      throw invalid(`Unrecognized option in readConcern: ${name}`);
  const { level } = concern;
  if (level !== undefined && typeof level !== "string")
    throw typeMismatch('"level" had the wrong type. Expected string');
  if (level !== undefined && !isLevel(level))
    throw failedToParse(
      "readConcern.level must be either 'local', 'majority', 'linearizable', 'available', or 'snapshot'",
    );
  const after = clusterTime(concern, "afterClusterTime", now);
  if (after && (level === "available" || level === "linearizable"))
    throw invalid("afterClusterTime field can be set only if level is equal to majority, local, or snapshot");
  if (clusterTime(concern, "atClusterTime", now)) {
    if (level !== "snapshot") throw invalid("atClusterTime field can be set only if level is equal to snapshot");
    throw new MongoError(
      "NotImplemented",
      "reads at a cluster time of the past are not supported by the embedded database",
    );
  }
  return level;
};
