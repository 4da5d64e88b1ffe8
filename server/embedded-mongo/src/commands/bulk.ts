import { encode } from "../bson/encode.ts";
import { decodeSent } from "../bson/decode.ts";
import { Doc, isArray, isDoc, label } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError, badValue, typeMismatch } from "../errors.ts";
import { truthy } from "../query/predicates.ts";
import { wholeNumber } from "../values/numbers.ts";
import type { Context, Reply } from "../server/context.ts";
import { docField, writableName } from "../server/context.ts";
import { checkFields, fieldsOf } from "../fields.ts";
import { OK } from "../server/wire.ts";
import { prepareInsert } from "../store/documents.ts";
import { checkNamespace } from "../store/catalog.ts";
import { checkCursor, listReply } from "./find.ts";
import { runDelete, runUpdate } from "./write.ts";

const listOf = (context: Context, name: string): Doc[] => {
  const sequence = context.sequences.get(name);
  if (sequence !== undefined) return sequence.map((bytes) => decodeSent(bytes));
  const list = context.body[name];
  if (!isArray(list) || !list.every(isDoc))
    throw typeMismatch(`BSON field 'bulkWrite.${name}' must be an array of objects`);
  return list.filter(isDoc);
};

const NAMESPACE = fieldsOf("ns:string!");
const INSERT = fieldsOf("insert:number! document:object!");
const UPDATE = fieldsOf(
  "update:number! filter:object! updateMods:any! multi:bool upsert:bool arrayFilters:array hint:hint collation:object constants:object sort:object",
);
const DELETE = fieldsOf("delete:number! filter:object! multi:bool hint:hint collation:object");
const MAX_OPERATIONS = 100_000;

/** The namespaces that operations name by number; each may stand there once. */
const namespacesOf = (context: Context): string[] => {
  const names = listOf(context, "nsInfo").map((info) => {
    checkFields(info, "bulkWrite.nsInfo", NAMESPACE);
    return label(info["ns"]);
  });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw badValue(`BulkWrite command namespace ${twice} was given twice`);
  for (const ns of names) {
    const dot = ns.indexOf(".");
    checkNamespace(dot < 0 ? "" : ns.slice(0, dot), ns.slice(dot + 1));
  }
  return names;
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
  if (operations.length === 0 || operations.length > MAX_OPERATIONS)
    throw new MongoError(
      "InvalidOptions",
      `Write batch sizes must be between 1 and ${MAX_OPERATIONS}. Got ${operations.length} operations.`,
    );
  const namespaces = namespacesOf(context);
  const options = docField(context.body, "cursor", "bulkWrite") ?? new Doc();
  checkCursor(options, "bulkWrite");
  const errorsOnly = truthy(context.body["errorsOnly"]);
  const totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const results: Record<string, unknown>[] = [];
  const one = (operation: Doc): Record<string, unknown> => {
    const kind = Object.keys(operation)[0] ?? "";
    if (kind !== "insert" && kind !== "update" && kind !== "delete")
      throw new MongoError("UnknownField", `BSON field 'bulkWrite.ops.${kind}' is an unknown field.`);
    checkFields(operation, "bulkWrite.ops", { insert: INSERT, update: UPDATE, delete: DELETE }[kind]);
    const ns = namespaces[wholeNumber(operation[kind]) ?? -1];
    if (ns === undefined) throw badValue("bulkWrite: nsInfo index out of range");
    const dot = ns.indexOf(".");
    const [db, name] = [ns.slice(0, dot), ns.slice(dot + 1)];
    const body = new Doc();
    body[kind] = name;
    body["let"] = context.body["let"];
    const nested: Context = { ...context, db, name: kind, body };
    if (kind === "insert") {
      const { document, bytes } = prepareInsert(
        docField(operation, "document", "bulkWrite.ops") ?? new Doc(),
        context.now,
      );
      context.store.documents.insert(context.store.ensure(db, writableName(nested)), document, bytes);
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
      const result = runUpdate(nested, rename(operation, names, {}));
      totals.nMatched += result.matched;
      totals.nModified += result.modified;
      if (result.upserted === undefined) return { n: result.matched, nModified: result.modified };
      totals.nUpserted++;
      return { n: 1, nModified: 0, upserted: { _id: result.upserted["_id"] } };
    }
    const names = { filter: "q", hint: "hint", collation: "collation" };
    const n = runDelete(nested, rename(operation, names, { limit: operation["multi"] === true ? 0 : 1 }));
    totals.nDeleted += n;
    return { n };
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
  const ns = "admin.$cmd.bulkWrite";
  return { ...listReply(context, ns, options, "bulkWrite", results.map(encode)), ...totals, ok: OK };
};
