import type { MergeSpec } from "../aggregate/stage.ts";
import { decode } from "../bson/decode.ts";
import { Doc, isArray } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import { getPath } from "../query/paths.ts";
import type { Context } from "../server/context.ts";
import { checkWritable } from "../store/catalog.ts";
import type { Collection, Index } from "../store/catalog.ts";
import { duplicate, prepareInsert, withTimestamps } from "../store/documents.ts";
import { select } from "../store/select.ts";
import { checkId, withId } from "../update/id.ts";

/** `$out`: the collection keeps its indexes and gets new contents, all of them or none. */
export const replaceCollection = (context: Context, db: string, name: string, documents: Iterable<Doc>): void => {
  checkWritable(db, name);
  // Read to the end first: the pipeline may read the collection it replaces.
  const rows = [...documents].map((document) => prepareInsert(document, context.now).bytes);
  const { store } = context;
  store.atomic(() => {
    const old = store.catalog.find(`${db}.${name}`);
    const indexes = old?.indexes.map((index) => index.spec) ?? [];
    if (old !== undefined) store.catalog.drop(old);
    const collection = store.catalog.create(db, name, old?.options);
    for (const spec of indexes) store.catalog.addIndex(collection, spec);
    for (const bytes of rows) store.documents.insert(collection, decode(bytes), bytes);
  });
};

/** The unique index that says which document an incoming one is about; undefined is that of `_id`. */
const uniqueOn = (context: Context, spec: MergeSpec): Index | undefined => {
  if (spec.on.join() === "_id") return undefined;
  const collection = context.store.catalog.find(`${spec.db}.${spec.collection}`);
  const fits = collection?.indexes.find(
    (index) =>
      index.unique &&
      index.partial === undefined &&
      index.fields.toSorted().join("\0") === spec.on.toSorted().join("\0"),
  );
  if (fits === undefined) throw new MongoError(51183, "Cannot find index to verify that join fields will be unique");
  return fits;
};

/**
 * The values by which `$merge` finds the document an incoming one replaces. A missing _id is not among them: the
 * document will be given one.
 */
const identityOf = (incoming: Doc, on: readonly string[]): Value[] | undefined => {
  const values = on.map((field) => getPath(incoming, field.split(".")));
  for (const [at, value] of values.entries()) {
    if (isArray(value)) throw new MongoError(51185, "$merge write error: 'on' field cannot be an array");
    if ((value === undefined || value === null) && !(on[at] === "_id" && value === undefined))
      throw new MongoError(51132, "$merge write error: 'on' field cannot be missing, null or undefined");
  }
  return values.includes(undefined) ? undefined : values;
};

const merged = (spec: MergeSpec, before: Doc, incoming: Doc, now: Date): Doc => {
  if (spec.whenMatched === "merge") return Object.assign(new Doc(), before, incoming);
  if (spec.whenMatched === "replace") return withTimestamps(withId(incoming, incoming["_id"] ?? before["_id"]), now);
  if (typeof spec.whenMatched === "string") return before;
  const after = spec.whenMatched(before, incoming);
  return withId(after, after["_id"] ?? before["_id"]);
};

const failsOnMatch = (collection: Collection, index: Index | undefined, on: readonly string[], values: Value[]) =>
  index === undefined
    ? duplicate(collection, "_id_", ["_id"], [1], values)
    : duplicate(
        collection,
        index.name,
        index.fields,
        index.directions,
        index.fields.map((field) => values[on.indexOf(field)]),
      );

/** `$merge`, one document after the other. */
export const mergeInto = (context: Context, spec: MergeSpec, documents: Iterable<Doc>): void => {
  checkWritable(spec.db, spec.collection);
  const index = uniqueOn(context, spec);
  const { store } = context;
  const writer = () => store.writer;
  const all = Array.from(documents);
  for (const incoming of all) {
    const values = identityOf(incoming, spec.on);
    const filter = new Doc();
    spec.on.forEach((field, at) => {
      const test = new Doc();
      test["$eq"] = values?.[at];
      filter[field] = test;
    });
    const existing = store.catalog.find(`${spec.db}.${spec.collection}`);
    const row =
      values === undefined
        ? undefined
        : [...select(writer, existing, { filter, match: compileFilter(filter), limit: 1 })][0];
    if (row === undefined || existing === undefined || values === undefined) {
      if (spec.whenNotMatched === "fail")
        throw new MongoError(
          13113,
          "$merge could not find a matching document in the target collection for at least one document in the source collection",
        );
      if (spec.whenNotMatched === "discard") continue;
      const { document, bytes } = prepareInsert(incoming, context.now);
      store.documents.insert(store.ensure(spec.db, spec.collection), document, bytes);
      continue;
    }
    if (spec.whenMatched === "fail") throw failsOnMatch(existing, index, spec.on, values);
    if (spec.whenMatched === "keepExisting") continue;
    const before = row.document();
    const after = checkId(before, merged(spec, before, incoming, context.now));
    store.documents.update(existing, row.row, before, row.bytes, after);
  }
};
