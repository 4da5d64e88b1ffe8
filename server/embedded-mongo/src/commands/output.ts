import type { MergeSpec } from "../aggregate/stage.ts";
import { decode } from "../bson/decode.ts";
import { encode } from "../bson/encode.ts";
import { Doc } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { compileFilter } from "../query/match.ts";
import { getPath } from "../query/paths.ts";
import type { Context } from "../server/context.ts";
import { checkNamespace } from "../store/catalog.ts";
import { prepareInsert } from "../store/documents.ts";
import { select } from "../store/select.ts";

/** `$out`: the collection keeps its indexes and gets new contents, all of them or none. */
export const replaceCollection = (context: Context, db: string, name: string, documents: Iterable<Doc>): void => {
  // Read to the end first: the pipeline may read the collection it replaces.
  const rows = [...documents].map((document) => encode(prepareInsert(document).document));
  const { store } = context;
  store.atomic(() => {
    const old = store.catalog.find(`${db}.${checkNamespace(db, name)}`);
    const indexes = old?.indexes.map((index) => index.spec) ?? [];
    if (old !== undefined) store.catalog.drop(old);
    const collection = store.catalog.create(db, name, old?.options);
    for (const spec of indexes) store.catalog.addIndex(collection, spec);
    for (const bytes of rows) store.documents.insert(collection, decode(bytes), bytes);
  });
};

const needUnique = (context: Context, spec: MergeSpec): void => {
  if (spec.on.join() === "_id") return;
  const collection = context.store.catalog.find(`${spec.db}.${spec.collection}`);
  const fits = collection?.indexes.some(
    (index) =>
      index.unique &&
      index.partial === undefined &&
      index.fields.toSorted().join("\0") === spec.on.toSorted().join("\0"),
  );
  if (fits !== true) throw new MongoError(51183, "Cannot find index to verify that join fields will be unique");
};

/** `$merge`, one document after the other. */
export const mergeInto = (context: Context, spec: MergeSpec, documents: Iterable<Doc>): void => {
  checkNamespace(spec.db, spec.collection);
  needUnique(context, spec);
  const { store } = context;
  const writer = () => store.writer;
  const all = Array.from(documents);
  for (const incoming of all) {
    const filter = new Doc();
    for (const field of spec.on) {
      const test = new Doc();
      test["$eq"] = getPath(incoming, field.split(".")) ?? null;
      filter[field] = test;
    }
    const existing = store.catalog.find(`${spec.db}.${spec.collection}`);
    const row =
      spec.on.includes("_id") && incoming["_id"] === undefined
        ? undefined
        : [...select(writer, existing, { filter, match: compileFilter(filter), limit: 1 })][0];
    if (row === undefined || existing === undefined) {
      if (spec.whenNotMatched === "fail")
        throw new MongoError(
          13113,
          "$merge could not find a matching document in the target collection for at least one document in the source collection",
        );
      if (spec.whenNotMatched === "discard") continue;
      const { document, bytes } = prepareInsert(incoming);
      store.documents.insert(store.ensure(spec.db, spec.collection), document, bytes);
      continue;
    }
    const before = row.document();
    if (spec.whenMatched === "keepExisting") continue;
    if (spec.whenMatched === "fail")
      throw new MongoError("DuplicateKey", "$merge with whenMatched: fail found an existing document");
    const base = new Doc();
    if (spec.whenMatched === "merge") Object.assign(base, before, incoming);
    else if (spec.whenMatched === "replace") Object.assign(base, { _id: before["_id"] }, incoming);
    else Object.assign(base, spec.whenMatched(before, incoming));
    store.documents.update(existing, row.row, before, row.bytes, base);
  }
};
