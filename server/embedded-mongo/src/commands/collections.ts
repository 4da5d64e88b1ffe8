import { Doc, doc } from "../bson/types.ts";
import { encode } from "../bson/encode.ts";
import { MongoError } from "../errors.ts";
import { parseCollation } from "../query/collation.ts";
import { compileFilter } from "../query/match.ts";
import { truthy } from "../query/predicates.ts";
import { equal } from "../values/compare.ts";
import type { Collection } from "../store/catalog.ts";
import { checkWritable } from "../store/catalog.ts";
import { countPlan } from "../store/scan.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, docField, findCollection, listVisible, writableName } from "../server/context.ts";
import { OK } from "../server/wire.ts";
import { wholeNumber } from "../values/numbers.ts";
import { listReply } from "./find.ts";
import { idIndex } from "./indexes.ts";

/** Options of create that would change what a collection is; ignoring them would be worse than refusing. */
export const REFUSED_OPTIONS =
  "capped size max timeseries expireAfterSeconds clusteredIndex validator validationLevel validationAction viewOn pipeline changeStreamPreAndPostImages encryptedFields storageEngine indexOptionDefaults".split(
    " ",
  );

export const create = (context: Context): Reply => {
  const { body, store } = context;
  const name = writableName(context);
  for (const option of REFUSED_OPTIONS)
    if (truthy(body[option]))
      throw new MongoError("NotImplemented", `create option '${option}' is not supported by the embedded database`);
  if (body["autoIndexId"] === false)
    throw new MongoError("InvalidOptions", "autoIndexId:false is not allowed for collections of a replica set");
  if (parseCollation(body["collation"]) !== undefined)
    throw new MongoError("NotImplemented", "a default collation is not supported by the embedded database");
  const existing = store.catalog.find(`${context.db}.${name}`);
  const options = new Doc();
  // Since 7.0 creating what exists with the same options is no error.
  if (existing !== undefined && !equal(existing.options, options))
    throw new MongoError("NamespaceExists", `Collection ${existing.ns} already exists.`);
  if (existing === undefined) store.atomic(() => store.catalog.create(context.db, name, options));
  return { ok: OK };
};

export const drop = (context: Context): Reply => {
  const collection = findCollection(context);
  if (collection === undefined) return { ok: OK };
  const nIndexesWas = collection.indexes.length + 1;
  context.store.atomic(() => context.store.catalog.drop(collection));
  return { nIndexesWas, ns: collection.ns, ok: OK };
};

export const dropDatabase = (context: Context): Reply => {
  context.store.atomic(() => {
    for (const collection of context.store.catalog.list(context.db)) context.store.catalog.drop(collection);
  });
  return { dropped: context.db, ok: OK };
};

export const renameCollection = (context: Context): Reply => {
  const { body, store } = context;
  const [from, to] = [body["renameCollection"], body["to"]];
  if (typeof from !== "string" || typeof to !== "string")
    throw new MongoError("TypeMismatch", "renameCollection needs two namespaces");
  const parts = (ns: string) => [ns.slice(0, Math.max(0, ns.indexOf("."))), ns.slice(ns.indexOf(".") + 1)] as const;
  const [db, name] = parts(to);
  checkWritable(...parts(from));
  checkWritable(db, name);
  const source = store.catalog.find(from);
  if (source === undefined) throw new MongoError("NamespaceNotFound", `Source collection ${from} does not exist`);
  if (from === to) throw new MongoError("IllegalOperation", "Can't rename a collection to itself");
  const target = store.catalog.find(to);
  if (target !== undefined && !truthy(body["dropTarget"]))
    throw new MongoError("NamespaceExists", "target namespace exists");
  store.atomic(() => {
    if (target !== undefined) store.catalog.drop(target);
    store.catalog.rename(source, db, name);
  });
  return { ok: OK };
};

export const listCollections = (context: Context): Reply => {
  const nameOnly = truthy(context.body["nameOnly"]);
  const filter = docField(context.body, "filter", "listCollections");
  const match = filter === undefined ? () => true : compileFilter(filter);
  const entries = listVisible(context, context.db).map((collection) => {
    const out = new Doc();
    out["name"] = collection.name;
    out["type"] = "collection";
    if (nameOnly) return out;
    out["options"] = collection.options;
    const info = new Doc();
    info["readOnly"] = false;
    out["info"] = info;
    out["idIndex"] = idIndex();
    return out;
  });
  return listReply(
    context,
    `${context.db}.$cmd.listCollections`,
    docField(context.body, "cursor", "listCollections") ?? new Doc(),
    "listCollections",
    entries.filter((entry) => match(entry)).map(encode),
  );
};

const rowsOf = (context: Context, collection: Collection): number =>
  countPlan(context.source, collection, {
    index: undefined,
    ranges: [],
    reverse: false,
    sorted: false,
    exact: false,
    dedupe: false,
  });

const bytesOf = (context: Context, collection: Collection): number =>
  Number(context.source().get(`SELECT coalesce(sum(length(d)), 0) AS n FROM c_${collection.id}`)?.["n"] ?? 0);

export const listDatabases = (context: Context): Reply => {
  const names = [...new Set(listVisible(context).map((collection) => collection.db))].toSorted();
  const nameOnly = truthy(context.body["nameOnly"]);
  const databases = names.map((name) => {
    if (nameOnly) return { name };
    const size = listVisible(context, name).reduce((sum, collection) => sum + bytesOf(context, collection), 0);
    return { name, sizeOnDisk: size, empty: size === 0 };
  });
  const filter = docField(context.body, "filter", "listDatabases");
  const match = filter === undefined ? () => true : compileFilter(filter);
  const shown = databases.filter((entry) => match(doc(entry)));
  const totalSize = shown.reduce((sum, entry) => sum + ("sizeOnDisk" in entry ? (entry.sizeOnDisk ?? 0) : 0), 0);
  return { databases: shown, ...(nameOnly ? {} : { totalSize }), ok: OK };
};

/** Sizes are given in units of so many bytes. */
const scaleOf = (context: Context): number => {
  const scale = context.body["scale"];
  if (scale === undefined || scale === null) return 1;
  const whole = wholeNumber(scale);
  if (whole === undefined || whole < 1) throw new MongoError(51024, "BSON field 'scale' value must be >= 1");
  return whole;
};

export const collStats = (context: Context): Reply => {
  const collection = findCollection(context);
  const ns = `${context.db}.${collectionName(context)}`;
  const scale = scaleOf(context);
  if (collection === undefined) return { ns, count: 0, size: 0, nindexes: 0, scaleFactor: scale, ok: OK };
  return {
    ns,
    count: rowsOf(context, collection),
    size: Math.floor(bytesOf(context, collection) / scale),
    nindexes: collection.indexes.length + 1,
    scaleFactor: scale,
    ok: OK,
  };
};

export const dbStats = (context: Context): Reply => {
  if (truthy(context.body["freeStorage"]))
    throw new MongoError("NotImplemented", "dbStats with freeStorage is not supported by the embedded database");
  const list = listVisible(context, context.db);
  const scale = scaleOf(context);
  return {
    db: context.db,
    collections: list.length,
    objects: list.reduce((sum, collection) => sum + rowsOf(context, collection), 0),
    dataSize: Math.floor(list.reduce((sum, collection) => sum + bytesOf(context, collection), 0) / scale),
    scaleFactor: scale,
    indexes: list.reduce((sum, collection) => sum + collection.indexes.length + 1, 0),
    ok: OK,
  };
};

/** SQLite's integrity check of the whole file, and the documents and indexes of this collection one by one. */
export const validate = (context: Context): Reply => {
  const collection = findCollection(context);
  const ns = `${context.db}.${collectionName(context)}`;
  if (collection === undefined)
    throw new MongoError("NamespaceNotFound", `Collection '${ns}' does not exist to validate.`);
  const errors = context.store.integrityErrors(ns);
  return {
    ns,
    nrecords: rowsOf(context, collection),
    nIndexes: collection.indexes.length + 1,
    valid: errors.length === 0,
    errors,
    warnings: [],
    ok: OK,
  };
};

/**
 * Writes the whole file anew, whichever collection is named: pages that rows have left are gone, and so is the log that
 * still held them. Holds up all other work meanwhile.
 */
export const compact = (context: Context): Reply => {
  if (findCollection(context) === undefined)
    throw new MongoError("NamespaceNotFound", `Collection '${context.db}.${collectionName(context)}' does not exist.`);
  if (context.source() !== context.store.writer)
    throw new MongoError("WriteConflict", "a transaction holds the database; retry");
  return { bytesFreed: context.store.compact(), ok: OK };
};
