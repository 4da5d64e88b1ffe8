import { compilePipeline } from "../aggregate/pipeline.ts";
import { computed, matchEnv } from "../aggregate/env.ts";
import { checkUpdateStages } from "../aggregate/stage.ts";
import { decode } from "../bson/decode.ts";
import { Doc, isArray, isDoc, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, failedToParse } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import type { Capture } from "../query/paths.ts";
import { truthy } from "../query/predicates.ts";
import { compileProjection } from "../query/project.ts";
import { parseSort } from "../query/sort.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, docField, findCollection, itemsOf, variablesOf, writableName } from "../server/context.ts";
import { checkFields, fieldsOf } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { OK } from "../server/wire.ts";
import type { Collection } from "../store/catalog.ts";
import { prepareInsert } from "../store/documents.ts";
import { select } from "../store/select.ts";
import type { Selected, Selection } from "../store/select.ts";
import { compileUpdate } from "../update/apply.ts";
import type { Update } from "../update/apply.ts";
import { readRow } from "../store/scan.ts";
import { wholeNumber } from "../values/numbers.ts";
import { hostFor } from "./aggregate.ts";

interface WriteError {
  index: number;
  code: number;
  errmsg: string;
}

const EMPTY = new Doc();
const MAX_STATEMENTS = 100_000;

/**
 * Runs the statements of a write command: one that fails is reported by its index; an ordered command stops there.
 * In a transaction the first failure ends the command, because it ends the transaction.
 */
const each = <T>(
  context: Context,
  statements: readonly T[],
  run: (statement: T, index: number) => void,
): WriteError[] => {
  if (statements.length === 0 || statements.length > MAX_STATEMENTS)
    throw new MongoError(
      72,
      `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${statements.length} operations.`,
    );
  const ordered = context.body["ordered"] !== false;
  const errors: WriteError[] = [];
  for (let index = 0; index < statements.length; index++) {
    try {
      run(statements[index]!, index);
    } catch (error) {
      if (!(error instanceof MongoError) || (context.transaction !== undefined && error.labels.length > 0)) throw error;
      errors.push({ index, code: error.code, errmsg: error.message, ...error.extra });
      if (ordered) break;
    }
  }
  return errors;
};

const withErrors = (reply: Reply, errors: WriteError[]): Reply =>
  errors.length > 0 ? { ...reply, writeErrors: errors } : reply;

export const insert = (context: Context): Reply => {
  const items = itemsOf(context, "documents");
  const name = writableName(context);
  let n = 0;
  const errors = each(context, items, (item) => {
    const { document, bytes } = prepareInsert(item.document, context.now, item.bytes);
    context.store.documents.insert(context.store.ensure(context.db, name), document, bytes);
    n++;
  });
  return withErrors({ n, ok: OK }, errors);
};

interface Statement {
  filter: Doc;
  selection: Selection;
}

const statement = (context: Context, spec: Doc, place: string, fields: Fields): Statement => {
  writableName(context);
  checkFields(spec, place, fields);
  const filter = docField(spec, "q", place) ?? EMPTY;
  const nested: Context = { ...context, body: spec };
  const variables = variablesOf(nested, context.body["let"], spec["c"]);
  return {
    filter,
    selection: {
      filter,
      match: compileFilter(filter, matchEnv(variables)),
      hint: spec["hint"],
      strings: variables.strings,
      deadline: context.deadline,
    },
  };
};

const updateOf = (context: Context, spec: Doc, change: Value): Update => {
  const variables = variablesOf({ ...context, body: spec }, context.body["let"], spec["c"]);
  if (spec["c"] !== undefined && !isArray(change))
    throw new MongoError(51198, "Constant values may only be specified for pipeline updates");
  return compileUpdate(change, {
    env: matchEnv(variables),
    now: context.now,
    arrayFilters: spec["arrayFilters"],
    pipeline: (stages) => {
      checkUpdateStages(stages);
      const run = compilePipeline(stages, hostFor(context), variables);
      return (document) => [...run([document])][0] ?? document;
    },
  });
};

/** The array index that positional `$` means, found by matching the document once more. */
const positionOf = (selection: Selection, document: Doc): number | undefined => {
  const capture: Capture = {};
  selection.match(document, capture);
  return capture.index;
};

const writable = (context: Context) => () => context.store.writer;

const applyTo = (
  context: Context,
  collection: Collection,
  row: Selected,
  selection: Selection,
  update: Update,
): { changed: boolean; after: Doc } => {
  const before = row.document();
  const after = update.apply(before, positionOf(selection, before));
  return { changed: context.store.documents.update(collection, row.row, before, row.bytes, after), after };
};

const insertNew = (context: Context, update: Update, filter: Doc): Doc => {
  const { document, bytes } = prepareInsert(update.insert(filter), context.now);
  context.store.documents.insert(context.store.ensure(context.db, collectionName(context)), document, bytes);
  return document;
};

const UPDATE_FIELDS = fieldsOf(
  "q:object! u:any! c:object multi:bool upsert:bool hint:hint collation:object arrayFilters:array sort:object",
);
const DELETE_FIELDS = fieldsOf("q:object! limit:number! hint:hint collation:object");

/** The answer to a repeated write is kept per command, so a write that is sent again must say which document it meant. */
const checkRetries = (context: Context, many: boolean, option: string): void => {
  if (context.retries && many)
    throw new MongoError("InvalidOptions", `Cannot use (or request) retryable writes with ${option}`);
};

export interface UpdateResult {
  matched: number;
  modified: number;
  upserted: Doc | undefined;
}

/** One update statement; the rows are collected before the first write, so that none is met twice. */
export const runUpdate = (context: Context, spec: Doc): UpdateResult => {
  const { filter, selection } = statement(context, spec, "update.updates", UPDATE_FIELDS);
  const multi = spec["multi"] === true;
  checkRetries(context, multi, "multi=true");
  const update = updateOf(context, spec, spec["u"]);
  if (multi && update.kind === "replacement")
    throw failedToParse("multi update is not supported for replacement-style update");
  const sort = parseSort(spec["sort"]);
  if (multi && sort !== undefined) throw failedToParse("Cannot specify sort with multi=true");
  const collection = findCollection(context);
  let matched = 0;
  let modified = 0;
  if (collection !== undefined) {
    const source = writable(context);
    const rows = multi
      ? [...select(source, collection, selection)].map((row) => row.row)
      : [...select(source, collection, { ...selection, sort, limit: 1 })];
    for (const item of rows) {
      const row = typeof item === "number" ? readSelected(source, collection, item) : item;
      if (row === undefined) continue;
      matched++;
      if (applyTo(context, collection, row, selection, update).changed) modified++;
    }
  }
  if (matched > 0 || spec["upsert"] !== true) return { matched, modified, upserted: undefined };
  return { matched: 0, modified: 0, upserted: insertNew(context, update, filter) };
};

const readSelected = (
  source: ReturnType<typeof writable>,
  collection: Collection,
  row: number,
): Selected | undefined => {
  const bytes = readRow(source, collection, row);
  return bytes === undefined ? undefined : { row, bytes, document: () => decode(bytes) };
};

export const update = (context: Context): Reply => {
  let n = 0;
  let nModified = 0;
  const upserted: { index: number; _id: Value }[] = [];
  const errors = each(context, itemsOf(context, "updates"), ({ document }, index) => {
    const result = runUpdate(context, document);
    n += result.matched;
    nModified += result.modified;
    if (result.upserted !== undefined) {
      n++;
      upserted.push({ index, _id: result.upserted["_id"] });
    }
  });
  return withErrors({ n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ok: OK }, errors);
};

export const runDelete = (context: Context, spec: Doc): number => {
  const { selection } = statement(context, spec, "delete.deletes", DELETE_FIELDS);
  const limit = wholeNumber(spec["limit"]);
  if (limit !== 0 && limit !== 1)
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${label(spec["limit"])}`);
  checkRetries(context, limit === 0, "limit=0");
  const collection = findCollection(context);
  if (collection === undefined) return 0;
  if (limit === 0) {
    const source = writable(context);
    const rows = [...select(source, collection, selection)].map((row) => row.row);
    for (const number of rows) {
      const row = readSelected(source, collection, number);
      if (row !== undefined) context.store.documents.delete(collection, number, row.document());
    }
    return rows.length;
  }
  const row = select(writable(context), collection, { ...selection, limit: 1 }).next().value ?? undefined;
  if (row === undefined) return 0;
  context.store.documents.delete(collection, row.row, row.document());
  return 1;
};

export const remove = (context: Context): Reply => {
  let n = 0;
  const errors = each(context, itemsOf(context, "deletes"), ({ document }) => {
    n += runDelete(context, document);
  });
  return withErrors({ n, ok: OK }, errors);
};

/** Options that shape an update mean nothing when the document is removed. */
const checkRemoval = (body: Doc): void => {
  if (body["update"] !== undefined) throw failedToParse("Cannot specify both an update and remove=true");
  if (truthy(body["new"]))
    throw failedToParse("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  if (truthy(body["upsert"])) throw failedToParse("Cannot specify both upsert=true and remove=true");
  if (body["arrayFilters"] !== undefined) throw failedToParse("Cannot specify arrayFilters and remove=true");
};

export const findAndModify = (context: Context): Reply => {
  const { body } = context;
  const query = docField(body, "query", "findAndModify") ?? EMPTY;
  const change = body["update"];
  const removing = truthy(body["remove"]);
  const wantsNew = truthy(body["new"]);
  writableName(context);
  if (removing) checkRemoval(body);
  else if (change === undefined || change === null)
    throw failedToParse("Either an update or remove=true must be specified");
  else if (!isDoc(change) && !isArray(change))
    throw failedToParse("Update argument must be either an object or an array");
  const variables = variablesOf(context, body["let"]);
  const selection: Selection = {
    filter: query,
    match: compileFilter(query, matchEnv(variables)),
    hint: body["hint"],
    strings: variables.strings,
    sort: parseSort(body["sort"]),
    deadline: context.deadline,
    limit: 1,
  };
  const fields = docField(body, "fields", "findAndModify") ?? EMPTY;
  if (wantsNew && Object.keys(fields).some((key) => key.endsWith(".$")))
    throw failedToParse("cannot use a positional projection and return the new document");
  const projection = compileProjection(fields, {
    find: true,
    expression: computed(variables),
    env: matchEnv(variables),
    filter: query,
  });
  const shown = (document: Doc) => (projection === undefined ? document : projection(document));
  const update = removing ? undefined : updateOf(context, body, change);
  const collection = findCollection(context);
  const row =
    collection === undefined ? undefined : (select(writable(context), collection, selection).next().value ?? undefined);
  if (row === undefined || collection === undefined) {
    if (update === undefined) return { lastErrorObject: { n: 0 }, value: null, ok: OK };
    if (!truthy(body["upsert"])) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: OK };
    const document = insertNew(context, update, query);
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: document["_id"] },
      value: wantsNew ? shown(document) : null,
      ok: OK,
    };
  }
  if (update === undefined) {
    const value = shown(row.document());
    context.store.documents.delete(collection, row.row, row.document());
    return { lastErrorObject: { n: 1 }, value, ok: OK };
  }
  // Projected before the write: a positional projection refers to the array as it was matched.
  const before = wantsNew ? undefined : shown(row.document());
  const { after } = applyTo(context, collection, row, selection, update);
  return { lastErrorObject: { n: 1, updatedExisting: true }, value: before ?? shown(after), ok: OK };
};
