import { compilePipeline } from "../aggregate/pipeline.ts";
import { stageEntry } from "../aggregate/stage.ts";
import type { Host, Lookup, MergeSpec } from "../aggregate/stage.ts";
import { matchEnv } from "../aggregate/env.ts";
import { Doc, isArray, isDoc } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, failedToParse, typeMismatch } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import { parseSort } from "../query/sort.ts";
import { checkNamespace } from "../store/catalog.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, docField, variablesOf, visible } from "../server/context.ts";
import { select } from "../store/select.ts";
import { wholeNumber } from "../values/numbers.ts";
import { checkCursor, cursorReply, encodeResult } from "./find.ts";
import { mergeInto, replaceCollection } from "./output.ts";

const EMPTY = new Doc();

/** Reads of a pipeline run in the command's own transaction or beside it, like those of find. */
export const hostFor = (context: Context): Host => {
  const variables = variablesOf(context, context.body["let"]);
  return {
    db: context.db,
    deadline: context.deadline,
    *read(collection: string, { filter = EMPTY, sort, limit }: Lookup = {}) {
      const found = visible(context, `${context.db}.${checkNamespace(context.db, collection)}`);
      const match = compileFilter(filter, matchEnv(variables));
      const query = {
        filter,
        match,
        sort,
        limit: limit ?? Infinity,
        // A hint is meant for the collection the pipeline begins with.
        hint: collection === context.body["aggregate"] ? context.body["hint"] : undefined,
        strings: variables.strings,
        deadline: context.deadline,
      };
      for (const row of select(context.source, found, query)) yield row.document();
    },
    indexed: (collection, field) =>
      field === "_id" ||
      (visible(context, `${context.db}.${collection}`)?.indexes.some(
        (index) => index.fields[0] === field && !index.sparse && index.partial === undefined,
      ) ??
        false),
    ...(context.transaction === undefined
      ? {
          write: {
            out: (db: string, collection: string, documents: Iterable<Doc>) =>
              replaceCollection(context, db, collection, documents),
            merge: (spec: MergeSpec, documents: Iterable<Doc>) => mergeInto(context, spec, documents),
          },
        }
      : {}),
  };
};

/** What of a pipeline's beginning the query planner can carry out: `$match`, then `$sort`, then `$limit`. */
const pushDown = (stages: readonly Value[]): { lookup: Lookup; rest: Value[] } => {
  const filters: Doc[] = [];
  let at = 0;
  for (; at < stages.length; at++) {
    const [name, operand] = stageEntry(stages[at]);
    if (name !== "$match" || !isDoc(operand)) break;
    filters.push(operand);
  }
  const filter = filters.length === 1 ? filters[0]! : new Doc();
  if (filters.length > 1) filter["$and"] = filters;
  const lookup: Lookup = { filter };
  const next = at < stages.length ? stageEntry(stages[at]) : undefined;
  if (next?.[0] === "$sort" && isDoc(next[1])) {
    lookup.sort = parseSort(next[1]);
    if (lookup.sort === undefined) throw new MongoError(15976, "$sort stage must have at least one sort key");
    at++;
  }
  const limit = at < stages.length ? stageEntry(stages[at]) : undefined;
  const count = limit?.[0] === "$limit" ? wholeNumber(limit[1]) : undefined;
  if (count !== undefined && count > 0) {
    lookup.limit = count;
    at++;
  }
  return { lookup, rest: stages.slice(at) };
};

export const isWriting = (body: Doc): boolean => {
  const stages = body["pipeline"];
  return isArray(stages) && stages.some((stage) => isDoc(stage) && ("$out" in stage || "$merge" in stage));
};

/** Stages that hold no more than the document they work on; any other may hold all it has read. */
const STREAMING: ReadonlySet<string> = new Set(
  "$match $project $addFields $set $unset $limit $skip $unwind $replaceRoot $replaceWith".split(" "),
);

export const aggregate = (context: Context): Reply => {
  const { body } = context;
  if (body["explain"] === true)
    throw new MongoError("NotImplemented", "explain of aggregate is not supported by the embedded database");
  const stages = body["pipeline"];
  if (!isArray(stages)) throw typeMismatch("'pipeline' option must be specified as an array");
  const options = docField(body, "cursor", "aggregate");
  if (options === undefined)
    throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
  const batchSize = checkCursor(options, "aggregate");
  const withoutCollection = body["aggregate"] === 1;
  const name = withoutCollection ? "$cmd.aggregate" : collectionName(context);
  const first = stages.length > 0 ? stageEntry(stages[0])[0] : undefined;
  if (withoutCollection !== (first === "$documents"))
    throw new MongoError(
      "InvalidNamespace",
      "{aggregate: 1} is valid for pipelines that begin with $documents, and they with it",
    );
  if (stages.slice(1).some((stage) => stageEntry(stage)[0] === "$documents"))
    throw new MongoError(40602, "$documents is only valid as the first stage in a pipeline");
  const host = hostFor(context);
  const { lookup, rest } = withoutCollection ? { lookup: {}, rest: stages } : pushDown(stages);
  const run = compilePipeline(rest, host, variablesOf(context, body["let"]));
  const output = run(withoutCollection ? [] : host.read(name, lookup));
  const ns = `${context.db}.${name}`;
  function* encoded(): Generator<Uint8Array> {
    for (const document of output) yield encodeResult(document);
  }
  const cursor = context.cursors.first(encoded(), {
    ns,
    batchSize,
    single: false,
    session: context.session,
    transaction: context.transaction,
    deadline: context.deadline,
    connectionId: context.connectionId,
    whole: !rest.every((stage) => STREAMING.has(stageEntry(stage)[0])),
  });
  return cursorReply("firstBatch", ns, cursor);
};
