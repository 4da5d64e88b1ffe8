import { computed } from "../aggregate/env.ts";
import type { Variables } from "../aggregate/env.ts";
import { decode } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { Doc, isArray, isDoc, isNumeric, typeOf } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError, badValue } from "../errors.ts";
import { parseCollation } from "../query/collation.ts";
import type { Collection } from "../store/catalog.ts";
import { checkNamespace } from "../store/catalog.ts";
import type { Source } from "../store/scan.ts";
import { wholeNumber } from "../values/numbers.ts";
import type { Cursors } from "./cursors.ts";
import type { Store } from "./store.ts";

/** Answers that are not about data but about the server itself. */
export interface ServerInfo {
  address: string;
  startedAt: number;
  connections: () => number;
}

/** Everything one command may use. */
export interface Context {
  store: Store;
  cursors: Cursors;
  info: ServerInfo;
  connectionId: number;
  name: string;
  db: string;
  body: Doc;
  sequences: Map<string, Buffer[]>;
  now: Date;
  session: string | undefined;
  transaction: object | undefined;
  /** The connection to read from: the writer inside a transaction and between batches, else the reader. */
  source: Source;
  deadline: Deadline | undefined;
  endSession: (session: string) => void;
}

export type Reply = Record<string, unknown>;

/** Told the names of a command's documents that may come as a sequence. */
export interface RawItem {
  document: Doc;
  bytes: Buffer;
}

export const variablesOf = (context: Context, ...specs: Value[]): Variables => {
  const vars: Record<string, Value> = {};
  const variables = { now: context.now, strings: parseCollation(context.body["collation"]), vars };
  for (const spec of specs)
    if (isDoc(spec)) {
      const evaluate = computed(variables);
      for (const [key, value] of Object.entries(spec)) vars[key] = evaluate(value)(new Doc());
    }
  return variables;
};

export const collectionName = (context: Context, field = context.name): string =>
  checkNamespace(context.db, context.body[field]);

export const findCollection = (context: Context, field = context.name): Collection | undefined =>
  context.store.catalog.find(`${context.db}.${collectionName(context, field)}`);

export const docField = (body: Doc, name: string, command: string): Doc | undefined => {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value))
    throw new MongoError(
      "TypeMismatch",
      `BSON field '${command}.${name}' is the wrong type '${typeOf(value)}', expected type 'object'`,
    );
  return value;
};

export const countField = (body: Doc, name: string, command: string): number | undefined => {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const whole = isNumeric(value) ? wholeNumber(value) : undefined;
  if (whole === undefined)
    throw new MongoError(
      "TypeMismatch",
      `BSON field '${command}.${name}' is the wrong type '${typeOf(value)}', expected types '[long, int, decimal, double]'`,
    );
  if (whole < 0) throw badValue(`BSON field '${name}' value must be >= 0, actual value '${whole}'`);
  return whole;
};

/** The documents of an insert or the statements of an update, from the body or from a sequence. */
export const itemsOf = (context: Context, name: string): RawItem[] => {
  const sequence = context.sequences.get(name);
  if (sequence !== undefined) return sequence.map((bytes) => ({ document: decode(bytes), bytes }));
  const list = context.body[name];
  if (!isArray(list) || !list.every(isDoc))
    throw new MongoError("TypeMismatch", `BSON field '${context.name}.${name}' must be an array of objects`);
  return list.filter(isDoc).map((document) => ({ document, bytes: encode(document) }));
};

const GENERIC = new Set(
  "$db lsid txnNumber autocommit startTransaction $clusterTime $readPreference readConcern writeConcern comment maxTimeMS apiVersion apiStrict apiDeprecationErrors".split(
    " ",
  ),
);

/** Unknown fields of a command are refused, so that an option is never silently without effect. */
export const checkFields = (body: Doc, command: string, known: ReadonlySet<string>): void => {
  for (const key of Object.keys(body))
    if (key !== command && !known.has(key) && !GENERIC.has(key))
      throw new MongoError("UnknownField", `BSON field '${command}.${key}' is an unknown field.`);
};
