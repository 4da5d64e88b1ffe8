import { Doc, isArray, isDoc, isNumeric, typeOf, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { encode, RawDocument } from "../bson/encode.ts";
import { MongoError, badValue, typeMismatch } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import { truthy } from "../query/predicates.ts";
import { equal } from "../values/compare.ts";
import { toNumber } from "../values/numbers.ts";
import type { Collection, Index } from "../store/catalog.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, findCollection } from "../server/context.ts";
import { OK } from "../server/wire.ts";
import { cursorReply } from "./find.ts";

const cannot = (message: string) => new MongoError("CannotCreateIndex", message);

const KNOWN = new Set([
  "v",
  "key",
  "name",
  "unique",
  "sparse",
  "partialFilterExpression",
  "expireAfterSeconds",
  "background",
  "hidden",
  "collation",
  "ns",
]);
const PARTIAL = new Set(["$eq", "$gt", "$gte", "$lt", "$lte", "$exists", "$type", "$in"]);

const checkPartial = (filter: Doc): void => {
  compileFilter(filter);
  for (const [key, value] of Object.entries(filter)) {
    if ((key === "$and" || key === "$or") && isArray(value)) {
      for (const clause of value) if (isDoc(clause)) checkPartial(clause);
    } else if (key.startsWith("$")) throw cannot(`Expression not supported in partial index: ${key}`);
    else if (isDoc(value) && Object.keys(value)[0]?.startsWith("$"))
      for (const [operator, operand] of Object.entries(value))
        if (!PARTIAL.has(operator) || (operator === "$exists" && !truthy(operand)))
          throw cannot(`Expression not supported in partial index: ${operator}`);
  }
};

const checkKey = (key: Value): Doc => {
  if (!isDoc(key) || Object.keys(key).length === 0) throw cannot("Index keys cannot be empty.");
  for (const [field, direction] of Object.entries(key)) {
    if (typeof direction === "string")
      throw new MongoError("NotImplemented", `index type '${direction}' is not supported by the embedded database`);
    if (!isNumeric(direction) || toNumber(direction) === 0 || Number.isNaN(toNumber(direction)))
      throw cannot("Values in the index key pattern must be non-zero numbers");
    if (field.includes("$**"))
      throw new MongoError("NotImplemented", "wildcard indexes are not supported by the embedded database");
    if (field.split(".").includes("")) throw cannot("Index keys cannot contain an empty field.");
    if (field.startsWith("$")) throw cannot(`Index key contains an illegal field name: field name starts with '$'`);
  }
  if (Object.keys(key).length > 32) throw cannot("Index has too many fields (max 32)");
  return key;
};

/** The specification as listIndexes will show it. */
const normalise = (input: Value): Doc => {
  if (!isDoc(input)) throw typeMismatch("each index must be an object");
  for (const name of Object.keys(input))
    if (!KNOWN.has(name))
      throw new MongoError(197, `The field '${name}' is not valid for an index specification by the embedded database`);
  const key = checkKey(input["key"]);
  const { name, unique, sparse, partialFilterExpression, expireAfterSeconds, collation } = input;
  if (typeof name !== "string" || name === "") throw cannot("The index 'name' is required");
  if (isDoc(collation) && collation["locale"] !== "simple")
    throw new MongoError("NotImplemented", "indexes with a collation are not supported by the embedded database");
  if (truthy(input["hidden"]))
    throw new MongoError("NotImplemented", "hidden indexes are not supported by the embedded database");
  const spec = new Doc();
  spec["v"] = 2;
  spec["key"] = key;
  spec["name"] = name;
  if (truthy(unique) && Object.keys(key).join() !== "_id") spec["unique"] = true;
  if (truthy(sparse)) spec["sparse"] = true;
  if (partialFilterExpression !== undefined) {
    if (!isDoc(partialFilterExpression)) throw typeMismatch("partialFilterExpression must be an object");
    if (truthy(sparse)) throw cannot("cannot mix 'partialFilterExpression' and 'sparse' options");
    checkPartial(partialFilterExpression);
    spec["partialFilterExpression"] = partialFilterExpression;
  }
  if (expireAfterSeconds !== undefined) {
    if (!isNumeric(expireAfterSeconds))
      throw cannot(
        `TTL index 'expireAfterSeconds' option must be numeric, but received a type of '${typeOf(expireAfterSeconds)}'.`,
      );
    if (toNumber(expireAfterSeconds) < 0)
      throw cannot("TTL index 'expireAfterSeconds' option must be within an acceptable range");
    if (Object.keys(key).length > 1)
      throw cannot("TTL indexes are single-field indexes, compound indexes do not support TTL");
    if (Object.keys(key).join() === "_id")
      throw new MongoError(197, "The field 'expireAfterSeconds' is not valid for an _id index specification");
    spec["expireAfterSeconds"] = expireAfterSeconds;
  }
  return spec;
};

const sameKey = (a: Value, b: Value): boolean =>
  isDoc(a) &&
  isDoc(b) &&
  Object.keys(a).join("\0") === Object.keys(b).join("\0") &&
  Object.keys(a).every((field) => toNumber(a[field] as number) > 0 === toNumber(b[field] as number) > 0);

const option = (spec: Doc, name: string): Value =>
  name === "partialFilterExpression" ? (spec[name] ?? null) : truthy(spec[name]);

/** Two indexes may share a key only when their partial filters differ. */
const sameOptions = (a: Doc, b: Doc): boolean =>
  ["unique", "sparse", "partialFilterExpression"].every((name) => equal(option(a, name), option(b, name))) &&
  equal(a["expireAfterSeconds"] ?? null, b["expireAfterSeconds"] ?? null);

/** True when the index is there already; 85 or 86 when something like it is. */
const exists = (collection: Collection, spec: Doc): boolean => {
  const key = spec["key"];
  if (isDoc(key) && Object.keys(key).join() === "_id") return true;
  for (const { spec: other } of collection.indexes) {
    const keys = sameKey(other["key"], key);
    const names = other["name"] === spec["name"];
    if (names && keys) {
      if (sameOptions(other, spec)) return true;
      throw new MongoError(
        "IndexKeySpecsConflict",
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${label(spec["name"])}`,
      );
    }
    if (names)
      throw new MongoError(
        "IndexKeySpecsConflict",
        `An existing index has the same name as the requested index. Requested index: ${label(spec["name"])}`,
      );
    if (keys && equal(option(other, "partialFilterExpression"), option(spec, "partialFilterExpression")))
      throw new MongoError(
        "IndexOptionsConflict",
        sameOptions(other, spec)
          ? `Index already exists with a different name: ${label(other["name"])}`
          : `An equivalent index already exists with different options: ${label(other["name"])}`,
      );
  }
  return false;
};

export const createIndexes = (context: Context): Reply => {
  const list = context.body["indexes"];
  if (!isArray(list) || list.length === 0) throw badValue("Must specify at least one index to create");
  const specs = list.map(normalise);
  const { store } = context;
  const name = collectionName(context);
  const createdCollectionAutomatically = store.catalog.find(`${context.db}.${name}`) === undefined;
  let before = 0;
  let after = 0;
  store.atomic(() => {
    const collection = store.ensure(context.db, name);
    before = collection.indexes.length + 1;
    for (const spec of specs) {
      if (exists(collection, spec)) continue;
      store.documents.build(collection, store.catalog.addIndex(collection, spec));
    }
    after = collection.indexes.length + 1;
  });
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically,
    ...(before === after ? { note: "all indexes already exist" } : {}),
    ok: OK,
  };
};

const idIndex = (): Doc => {
  const spec = new Doc();
  spec["v"] = 2;
  const key = new Doc();
  key["_id"] = 1;
  spec["key"] = key;
  spec["name"] = "_id_";
  return spec;
};

const missing = (context: Context) =>
  new MongoError("NamespaceNotFound", `ns does not exist: ${context.db}.${collectionName(context)}`);

export const listIndexes = (context: Context): Reply => {
  const collection = findCollection(context);
  if (collection === undefined) throw missing(context);
  const specs = [idIndex(), ...collection.indexes.map((index) => index.spec)];
  return cursorReply("firstBatch", collection.ns, {
    batch: specs.map((spec) => new RawDocument(encode(spec))),
    id: 0n,
  });
};

const wanted = (collection: Collection, selector: Value): Index[] => {
  if (selector === "*") return collection.indexes;
  if (isArray(selector)) return selector.flatMap((item) => wanted(collection, item));
  if (selector === "_id_" || (isDoc(selector) && Object.keys(selector).join() === "_id"))
    throw new MongoError("InvalidOptions", "cannot drop _id index");
  const found = collection.indexes.filter((index) =>
    typeof selector === "string" ? index.name === selector : sameKey(index.spec["key"], selector),
  );
  if (found.length === 0)
    throw new MongoError(
      "IndexNotFound",
      typeof selector === "string" ? `index not found with name [${selector}]` : "can't find index with key",
    );
  if (found.length > 1) throw new MongoError(181, "indexes found for key; use the index name to drop");
  return found;
};

export const dropIndexes = (context: Context): Reply => {
  const collection = findCollection(context);
  if (collection === undefined) throw missing(context);
  const nIndexesWas = collection.indexes.length + 1;
  const gone = wanted(collection, context.body["index"]);
  context.store.atomic(() => {
    for (const index of gone) context.store.catalog.dropIndex(collection, index);
  });
  return { nIndexesWas, ok: OK };
};
