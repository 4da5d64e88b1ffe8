import { computed, matchEnv } from "../aggregate/env.ts";
import { encode } from "../bson/encode.ts";
import { Doc, isArray, isNumeric } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue, typeMismatch } from "../errors.ts";
import { groupingKey } from "../query/collated.ts";
import { compileFilter } from "../query/match.ts";
import { anyLeaf } from "../query/paths.ts";
import { compileProjection } from "../query/project.ts";
import type { Projection } from "../query/project.ts";
import { truthy } from "../query/predicates.ts";
import { parseSort } from "../query/sort.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, countField, docField, findCollection, variablesOf } from "../server/context.ts";
import { checkFields, fieldsOf } from "../fields.ts";
import { OK } from "../server/wire.ts";
import { MAX_DOCUMENT, MAX_RESULT } from "../store/documents.ts";
import { planQuery } from "../store/plan.ts";
import { countPlan } from "../store/scan.ts";
import { select } from "../store/select.ts";
import type { Selected, Selection } from "../store/select.ts";
import { wholeNumber } from "../values/numbers.ts";

const EMPTY = new Doc();

/** Encodes what is no longer a stored document: it may have grown beyond what a client can take. */
export const encodeResult = (document: Doc): Buffer => {
  const bytes = encode(document);
  if (bytes.length > MAX_RESULT)
    throw new MongoError(
      "BSONObjectTooLarge",
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_RESULT}(16MB)`,
    );
  return bytes;
};

function* project(rows: Iterable<Selected>, projection: Projection | undefined): Generator<Uint8Array> {
  for (const row of rows) yield projection === undefined ? row.bytes : encodeResult(projection(row.document()));
}

export const cursorReply = (
  field: "firstBatch" | "nextBatch",
  ns: string,
  cursor: { batch: unknown[]; id: bigint },
): Reply => ({
  cursor: { [field]: cursor.batch, id: cursor.id, ns },
  ok: OK,
});

const CURSOR_FIELDS = fieldsOf("batchSize:number");

/** Refuses what a command's `cursor` option must not say; gives its batch size. */
export const checkCursor = (options: Doc, command: string): number | undefined => {
  checkFields(options, `${command}.cursor`, CURSOR_FIELDS);
  return countField(options, "batchSize", `${command}.cursor`);
};

/** A list that is there already, handed out in batches as its `cursor` option asks. */
export const listReply = (
  context: Context,
  ns: string,
  options: Doc,
  command: string,
  documents: readonly Uint8Array[],
): Reply => {
  const cursor = context.cursors.first(documents.values(), {
    ns,
    batchSize: checkCursor(options, command),
    single: false,
    session: context.session,
    transaction: context.transaction,
    deadline: context.deadline,
    connectionId: context.connectionId,
    whole: true,
  });
  return cursorReply("firstBatch", ns, cursor);
};

const selectionOf = (context: Context, filter: Doc, more: Partial<Selection> = {}): Selection => {
  const variables = variablesOf(context, context.body["let"]);
  return {
    filter,
    match: compileFilter(filter, matchEnv(variables)),
    hint: context.body["hint"],
    strings: variables.strings,
    deadline: context.deadline,
    ...more,
  };
};

const REFUSED = [
  "tailable",
  "awaitData",
  "min",
  "max",
  "returnKey",
  "showRecordId",
  "oplogReplay",
  // All cursors that nobody has read for ten minutes end, whoever opened them.
  "noCursorTimeout",
];

export const find = (context: Context): Reply => {
  const { body } = context;
  for (const name of REFUSED)
    if (truthy(body[name]))
      throw new MongoError("NotImplemented", `find option '${name}' is not supported by the embedded database`);
  const filter = docField(body, "filter", "find") ?? EMPTY;
  const variables = variablesOf(context, body["let"]);
  const env = matchEnv(variables);
  const projection = compileProjection(docField(body, "projection", "find") ?? EMPTY, {
    find: true,
    expression: computed(variables),
    env,
    filter,
  });
  const limit = countField(body, "limit", "find");
  const skip = countField(body, "skip", "find") ?? 0;
  const selection = selectionOf(context, filter, {
    sort: parseSort(body["sort"]),
    skip,
    limit: limit === undefined || limit === 0 ? Infinity : limit,
  });
  const collection = findCollection(context);
  const ns = `${context.db}.${collectionName(context)}`;
  const cursor = context.cursors.first(project(select(context.source, collection, selection), projection), {
    ns,
    batchSize: countField(body, "batchSize", "find"),
    single: truthy(body["singleBatch"]),
    session: context.session,
    transaction: context.transaction,
    deadline: context.deadline,
    connectionId: context.connectionId,
    whole: false,
  });
  return cursorReply("firstBatch", ns, cursor);
};

export const getMore = (context: Context): Reply => {
  const { body } = context;
  const id = body["getMore"];
  if (typeof id !== "bigint")
    throw typeMismatch("BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
  if (body["maxTimeMS"] !== undefined)
    throw badValue("cannot set maxTimeMS on getMore command for a non-awaitData cursor");
  const name = body["collection"];
  // Lists such as that of listCollections have names of their own.
  const ns =
    typeof name === "string" && name.startsWith("$cmd.")
      ? `${context.db}.${name}`
      : `${context.db}.${collectionName(context, "collection")}`;
  return cursorReply("nextBatch", ns, context.cursors.next(id, ns, countField(body, "batchSize", "getMore"), context));
};

export const killCursors = (context: Context): Reply => {
  const ids = context.body["cursors"];
  const killed: Value[] = [];
  const notFound: Value[] = [];
  for (const id of isArray(ids) ? ids : []) {
    if (typeof id !== "bigint")
      throw typeMismatch("BSON field 'killCursors.cursors' holds the wrong type, expected type 'long'");
    (context.cursors.kill(id) ? killed : notFound).push(id);
  }
  return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [], ok: OK };
};

export const count = (context: Context): Reply => {
  const { body } = context;
  const filter = docField(body, "query", "count") ?? EMPTY;
  const collection = findCollection(context);
  // A negative limit stands for its absolute value, as it always has in MongoDB.
  const limit = isNumeric(body["limit"])
    ? Math.abs(wholeNumber(body["limit"]) ?? countField(body, "limit", "count") ?? 0)
    : 0;
  const skip = countField(body, "skip", "count") ?? 0;
  const selection = selectionOf(context, filter, { skip, limit: limit === 0 ? Infinity : limit });
  if (collection === undefined) return { n: 0, ok: OK };
  const all = Object.keys(filter).length === 0;
  const plan = planQuery(collection, filter, { hint: body["hint"], collated: selection.strings !== undefined });
  let n = 0;
  if ((all && plan.index === undefined) || (plan.exact && !plan.dedupe)) {
    const total = Math.max(0, countPlan(context.source, collection, plan) - skip);
    n = limit === 0 ? total : Math.min(total, limit);
  } else for (const _ of select(context.source, collection, selection)) n++;
  return { n, ok: OK };
};

export const distinct = (context: Context): Reply => {
  const key = context.body["key"];
  if (typeof key !== "string")
    throw new MongoError("TypeMismatch", "BSON field 'distinct.key' is the wrong type, expected type 'string'");
  const filter = docField(context.body, "query", "distinct") ?? EMPTY;
  const selection = selectionOf(context, filter);
  const keyOf = groupingKey(selection.strings);
  const values = new Map<string, Value>();
  const parts = key.split(".");
  for (const row of select(context.source, findCollection(context), selection))
    anyLeaf(row.document(), parts, 0, (value, expand) => {
      for (const item of expand && isArray(value) ? value : [value])
        if (item !== undefined) {
          const key = keyOf(item);
          if (!values.has(key)) values.set(key, item);
        }
      return false;
    });
  const sorted = [...values].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  if (encode(sorted).length > MAX_DOCUMENT) throw new MongoError(17217, "distinct too big, 16mb cap");
  return { values: sorted, ok: OK };
};
