import { BSONRegExp, Doc, INT32_MAX, isArray, isDoc, isNumeric, typeOf, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { encode } from "../bson/encode.ts";
import { MongoError, badValue, typeMismatch } from "../errors.ts";
import { parseCollation } from "../query/collation.ts";
import { compileFilter } from "../query/match.ts";
import { isOperatorDoc } from "../query/operator-doc.ts";
import { truthy } from "../query/predicates.ts";
import { equal } from "../values/compare.ts";
import { toNumber, wholeNumber } from "../values/numbers.ts";
import type { Collection, Index } from "../store/catalog.ts";
import type { Context, Reply } from "../server/context.ts";
import { collectionName, docField, findCollection, writableName } from "../server/context.ts";
import { OK } from "../server/wire.ts";
import { listReply } from "./find.ts";

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
]);
/** What the index of `_id`, which is always there, may be called for with. */
const ID_KNOWN = new Set(["v", "key", "name", "collation"]);
/** With the index of `_id`. */
const MAX_INDEXES = 64;

const PARTIAL = new Set(["$eq", "$gt", "$gte", "$lt", "$lte", "$exists", "$type", "$in"]);

const checkPartial = (filter: Doc): void => {
  compileFilter(filter);
  for (const [key, value] of Object.entries(filter)) {
    if ((key === "$and" || key === "$or") && isArray(value)) {
      for (const clause of value) if (isDoc(clause)) checkPartial(clause);
    } else if (key.startsWith("$")) throw cannot(`Expression not supported in partial index: ${key}`);
    else if (value instanceof BSONRegExp) throw cannot("Expression not supported in partial index: $regex");
    else if (isOperatorDoc(value))
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
    if (Object.keys(key).length > 1 && /^\d+$/.test(field))
      throw new MongoError(
        "NotImplemented",
        "compound indexes on fields named by numbers are not supported by the embedded database, which keeps no order of them",
      );
    if (field.includes("$**"))
      throw new MongoError("NotImplemented", "wildcard indexes are not supported by the embedded database");
    if (field.split(".").includes("")) throw cannot("Index keys cannot contain an empty field.");
    if (field.split(".").some((part) => part.startsWith("$") && !["$ref", "$id", "$db"].includes(part)))
      throw cannot(`Index key contains an illegal field name: field name starts with '$'`);
  }
  if (Object.keys(key).length > 32) throw new MongoError(13103, "too many compound keys");
  return key;
};

const isFlag = (value: Value): boolean => typeof value === "boolean" || isNumeric(value);

/** Options are held to their types, and `name` to what dropIndexes can name again. */
const checkOptions = (input: Doc, key: Doc): void => {
  const { name, v } = input;
  if (name !== undefined && typeof name !== "string")
    throw typeMismatch(`The field 'name' must be a string, but got ${typeOf(name)}`);
  if (typeof name !== "string" || name === "") throw cannot("The index 'name' is required");
  if (name === "*") throw badValue("The index name '*' is not valid.");
  if (name.includes("\0")) throw cannot("index name cannot contain an embedded null byte");
  for (const flag of ["unique", "sparse", "background", "hidden"])
    if (input[flag] !== undefined && !isFlag(input[flag]))
      throw typeMismatch(`The field '${flag}' has a value that is not convertible to bool`);
  if (v !== undefined) {
    if (!isNumeric(v)) throw typeMismatch(`The field 'v' must be a number, but got ${typeOf(v)}`);
    if (toNumber(v) === 1)
      throw new MongoError("NotImplemented", "indexes of version 1 are not supported by the embedded database");
    if (toNumber(v) !== 2) throw cannot(`Invalid index specification; cannot create an index with v=${toNumber(v)}`);
  }
  const fields = Object.keys(key);
  if (fields.length === 1 && fields[0] === "_id") {
    if (toNumber(key["_id"] as number) !== 1) throw badValue("The field 'key' for an _id index must be {_id: 1}");
    for (const option of Object.keys(input))
      if (!ID_KNOWN.has(option))
        throw new MongoError(197, `The field '${option}' is not valid for an _id index specification.`);
  } else if (name === "_id_")
    throw badValue("The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}");
};

/** The specification as listIndexes will show it. */
const normalise = (input: Value): Doc => {
  if (!isDoc(input)) throw typeMismatch("each index must be an object");
  for (const name of Object.keys(input))
    if (!KNOWN.has(name))
      throw new MongoError(197, `The field '${name}' is not valid for an index specification by the embedded database`);
  const key = checkKey(input["key"]);
  checkOptions(input, key);
  const { name, unique, sparse, partialFilterExpression, expireAfterSeconds, collation } = input;
  if (collation !== undefined && parseCollation(collation) !== undefined)
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
    const seconds = toNumber(expireAfterSeconds);
    if (Number.isNaN(seconds) || seconds < 0 || seconds > INT32_MAX)
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
  const quorum = context.body["commitQuorum"];
  if (
    quorum !== undefined &&
    quorum !== "votingMembers" &&
    quorum !== "majority" &&
    !(wholeNumber(quorum) === 0 || wholeNumber(quorum) === 1)
  )
    throw new MongoError(100, "Not enough data-bearing nodes to satisfy the commit quorum");
  const { store } = context;
  const name = writableName(context);
  const createdCollectionAutomatically = store.catalog.find(`${context.db}.${name}`) === undefined;
  let before = 0;
  let after = 0;
  store.atomic(() => {
    const collection = store.ensure(context.db, name);
    before = collection.indexes.length + 1;
    for (const spec of specs) {
      if (exists(collection, spec)) continue;
      if (collection.indexes.length + 1 >= MAX_INDEXES)
        throw cannot(`add index fails, too many indexes for ${collection.ns}`);
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

export const idIndex = (): Doc => {
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
  return listReply(
    context,
    collection.ns,
    docField(context.body, "cursor", "listIndexes") ?? new Doc(),
    "listIndexes",
    specs.map(encode),
  );
};

const wanted = (collection: Collection, selector: Value): Index[] => {
  if (selector === "*") return collection.indexes;
  if (isArray(selector))
    return selector.flatMap((item) => {
      if (typeof item !== "string") throw typeMismatch("dropIndexes takes an array of index names");
      if (item === "*") throw new MongoError("IndexNotFound", "index not found with name [*]");
      return wanted(collection, item);
    });
  if (typeof selector !== "string" && !isDoc(selector))
    throw typeMismatch(`BSON field 'dropIndexes.index' is the wrong type '${typeOf(selector)}'`);
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
