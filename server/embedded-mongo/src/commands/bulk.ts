import { encode, RawDocument } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import { Doc, isArray, isDoc, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue } from "../errors.ts";
import { truthy } from "../query/predicates.ts";
import { wholeNumber } from "../values/numbers.ts";
import type { Context, Reply } from "../server/context.ts";
import { OK } from "../server/wire.ts";
import { prepareInsert } from "../store/documents.ts";
import { runDelete, runUpdate } from "./write.ts";

const listOf = (context: Context, name: string): Doc[] => {
  const sequence = context.sequences.get(name);
  if (sequence !== undefined) return sequence.map((bytes) => decode(bytes));
  const list = context.body[name];
  if (!isArray(list)) throw badValue(`bulkWrite.${name} must be an array`);
  return list.filter(isDoc);
};

const refuseUnknown = (kind: string, operation: Doc, known: readonly string[]): void => {
  for (const key of Object.keys(operation))
    if (key !== kind && !known.includes(key))
      throw new MongoError("UnknownField", `BSON field 'bulkWrite.ops.${key}' is an unknown field.`);
};

const rename = (
  operation: Doc,
  names: Readonly<Record<string, string>>,
  more: Readonly<Record<string, Value>>,
): Doc => {
  const out = new Doc();
  for (const [from, to] of Object.entries(names)) if (operation[from] !== undefined) out[to] = operation[from];
  return Object.assign(out, more);
};

/** The bulkWrite command of MongoDB 8: inserts, updates and deletes over several collections in one message. */
export const bulkWrite = (context: Context): Reply => {
  const operations = listOf(context, "ops");
  const namespaces = listOf(context, "nsInfo").map((info) => label(info["ns"]));
  const errorsOnly = truthy(context.body["errorsOnly"]);
  const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const results: Record<string, unknown>[] = [];
  const one = (operation: Doc): Record<string, unknown> => {
    const kind = Object.keys(operation)[0] ?? "";
    const ns = namespaces[wholeNumber(operation[kind]) ?? -1];
    if (ns === undefined) throw badValue("bulkWrite: nsInfo index out of range");
    const dot = ns.indexOf(".");
    const [db, name] = [ns.slice(0, dot), ns.slice(dot + 1)];
    const body = new Doc();
    body[kind] = name;
    body["let"] = context.body["let"];
    const nested: Context = { ...context, db, name: kind, body };
    if (kind === "insert") {
      refuseUnknown(kind, operation, ["document"]);
      if (!isDoc(operation["document"])) throw badValue("bulkWrite insert needs a document");
      const { document, bytes } = prepareInsert(operation["document"]);
      context.store.documents.insert(context.store.ensure(db, name), document, bytes);
      totals.nInserted++;
      return { n: 1 };
    }
    if (kind === "update") {
      const names = {
        filter: "q",
        updateMods: "u",
        multi: "multi",
        upsert: "upsert",
        arrayFilters: "arrayFilters",
        hint: "hint",
        collation: "collation",
        constants: "c",
        sort: "sort",
      };
      refuseUnknown(kind, operation, Object.keys(names));
      const result = runUpdate(nested, rename(operation, names, {}));
      totals.nMatched += result.matched;
      totals.nModified += result.modified;
      if (result.upserted === undefined) return { n: result.matched, nModified: result.modified };
      totals.nUpserted++;
      return { n: 1, nModified: 0, upserted: { _id: result.upserted["_id"] } };
    }
    if (kind === "delete") {
      const names = { filter: "q", hint: "hint", collation: "collation" };
      refuseUnknown(kind, operation, [...Object.keys(names), "multi"]);
      const spec = rename(operation, names, { limit: truthy(operation["multi"]) ? 0 : 1 });
      const n = runDelete(nested, spec);
      totals.nDeleted += n;
      return { n };
    }
    throw badValue(`bulkWrite: unknown operation '${kind}'`);
  };
  for (let idx = 0; idx < operations.length; idx++) {
    try {
      const result = one(operations[idx]!);
      if (!errorsOnly) results.push({ ok: OK, idx, ...result });
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      totals.nErrors++;
      results.push({ ok: 0, idx, code: error.code, errmsg: error.message, ...error.extra, n: 0 });
      if (context.body["ordered"] !== false) break;
    }
  }
  const batch = results.map((result) => new RawDocument(encode(result)));
  return { cursor: { id: 0n, firstBatch: batch, ns: "admin.$cmd.bulkWrite" }, ...totals, ok: OK };
};
