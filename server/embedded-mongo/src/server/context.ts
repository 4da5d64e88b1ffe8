import { computed } from "../aggregate/env.ts";
import { checkVariableName } from "../aggregate/expression.ts";
import type { Variables } from "../aggregate/env.ts";
import { decodeSent } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { Doc, isArray, isDoc, isNumeric, typeOf } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import type { Deadline } from "../deadline.ts";
import { MongoError } from "../errors.ts";
import { parseCollation } from "../query/collation.ts";
import type { Collection } from "../store/catalog.ts";
import { checkNamespace, checkWritable } from "../store/catalog.ts";
import type { Source } from "../store/scan.ts";
import { wholeNumber } from "../values/numbers.ts";
import type { Cursors } from "./cursors.ts";
import type { Store } from "./store.ts";

/** Answers that are not about data but about the server itself. */
export interface ServerInfo {
  address: string;
  startedAt: number;
  connections: () => number;
  /** Commands answered since the start. */
  requests: number;
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
  /** True for a write that a driver may send again: it must touch one document per statement. */
  retries: boolean;
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
      for (const [key, value] of Object.entries(spec)) vars[checkVariableName(key)] = evaluate(value)(new Doc());
    }
  return variables;
};

export const collectionName = (context: Context, field = context.name): string =>
  checkNamespace(context.db, context.body[field]);

/** What an open transaction has made is there for itself alone, until it commits. */
const isVisible = (context: Context, collection: Collection): boolean =>
  !collection.pending || context.source() === context.store.writer;

export const visible = (context: Context, ns: string): Collection | undefined => {
  const found = context.store.catalog.find(ns);
  return found !== undefined && isVisible(context, found) ? found : undefined;
};

export const listVisible = (context: Context, db?: string): Collection[] =>
  context.store.catalog.list(db).filter((collection) => isVisible(context, collection));

export const findCollection = (context: Context, field = context.name): Collection | undefined =>
  visible(context, `${context.db}.${collectionName(context, field)}`);

/** The collection a command writes to. */
export const writableName = (context: Context): string => checkWritable(context.db, context.body[context.name]);

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
  if (whole < 0) throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${whole}'`);
  return whole;
};

/** The documents of an insert or the statements of an update, from the body or from a sequence. */
export const itemsOf = (context: Context, name: string): RawItem[] => {
  const sequence = context.sequences.get(name);
  if (sequence !== undefined) return sequence.map((bytes) => ({ document: decodeSent(bytes), bytes }));
  const list = context.body[name];
  if (!isArray(list) || !list.every(isDoc))
    throw new MongoError("TypeMismatch", `BSON field '${context.name}.${name}' must be an array of objects`);
  return list.filter(isDoc).map((document) => ({ document, bytes: encode(document) }));
};
