import { Doc, isArray, isDoc, label } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { checkFields, fieldsOf } from "../../fields.ts";
import { checkFieldPath } from "../../query/field-path.ts";
import { computed } from "../env.ts";
import { checkVariableName } from "../expression.ts";
import { checkUpdateStages } from "../stage.ts";
import type { MergeSpec, StageCompiler, StageContext } from "../stage.ts";
import { needDoc } from "./basic.ts";

const OUT = fieldsOf("db:string! coll:string! timeseries:any");
const INTO = fieldsOf("db:string coll:string!");
const MERGE = fieldsOf("into:any! on:any let:object whenMatched:any whenNotMatched:string");

interface Target {
  db: string;
  collection: string;
}

const named = (spec: Doc, home: string): Target => ({
  db: label(spec["db"] ?? home),
  collection: label(spec["coll"]),
});

const outTarget = (value: Value, context: StageContext): Target => {
  if (typeof value === "string") return { db: context.host.db, collection: value };
  const spec = needDoc(value, "$out", 16990);
  checkFields(spec, "$out", OUT);
  if (spec["timeseries"] !== undefined)
    throw new MongoError("NotImplemented", "$out to time series is not supported by the embedded database");
  return named(spec, context.host.db);
};

const mergeTarget = (value: Value, context: StageContext): Target => {
  if (typeof value === "string") return { db: context.host.db, collection: value };
  const spec = needDoc(value, "$merge", 51178);
  checkFields(spec, "$merge.into", INTO);
  return named(spec, context.host.db);
};

const writer = (context: StageContext, name: string) => {
  if (context.host.write === undefined)
    throw new MongoError("OperationNotSupportedInTransaction", `${name} is not allowed here`);
  return context.host.write;
};

const out: StageCompiler = (operand, context, name) => {
  const { db, collection } = outTarget(operand, context);
  return (input) => {
    writer(context, name).out(db, collection, input);
    return [];
  };
};

const onFields = (value: Value): string[] => {
  if (value === undefined) return ["_id"];
  const list = isArray(value) ? value : [value];
  if (!list.every((field) => typeof field === "string"))
    throw new MongoError(51186, "$merge 'on' must be a string or an array of strings");
  if (list.length === 0)
    throw new MongoError(51187, "If explicitly specifying $merge 'on', must include at least one field");
  const fields = list.map(String);
  if (new Set(fields).size < fields.length) throw new MongoError(31465, "Found a duplicate field in $merge 'on'");
  for (const field of fields) checkFieldPath(field);
  return fields;
};

const whenMatchedOf = (spec: Doc, context: StageContext): MergeSpec["whenMatched"] => {
  const matched = spec["whenMatched"] ?? "merge";
  const given = spec["let"];
  if (isArray(matched)) {
    checkUpdateStages(matched);
    const variables = isDoc(given) ? given : newRoot();
    const compile = computed(context.variables);
    const compiled = Object.entries(variables).map(
      ([name, expression]) => [checkVariableName(name), compile(expression)] as const,
    );
    const of = (incoming: Doc) => Object.fromEntries(compiled.map(([name, value]) => [name, value(incoming)]));
    // Compiled once here so that mistakes are found even when no document arrives.
    context.pipeline(matched, Object.fromEntries(compiled.map(([name]) => [name, null])));
    return (existing, incoming) => [...context.pipeline(matched, of(incoming))([existing])][0] ?? existing;
  }
  if (given !== undefined)
    throw new MongoError(51199, "Cannot use 'let' variables with 'whenMatched' other than a pipeline");
  if (matched === "merge" || matched === "replace" || matched === "keepExisting" || matched === "fail") return matched;
  throw new MongoError(51191, "$merge whenMatched must be one of merge, replace, keepExisting, fail or a pipeline");
};

const newRoot = (): Doc => {
  const out = new Doc();
  out["new"] = "$$ROOT";
  return out;
};

const merge: StageCompiler = (operand, context, name) => {
  const spec = typeof operand === "string" ? new Doc() : needDoc(operand, "$merge", 51182);
  if (typeof operand !== "string") checkFields(spec, "$merge", MERGE);
  const into = mergeTarget(typeof operand === "string" ? operand : spec["into"], context);
  const whenMatched = whenMatchedOf(spec, context);
  const on = onFields(spec["on"]);
  const missing = spec["whenNotMatched"] ?? "insert";
  if (missing !== "insert" && missing !== "discard" && missing !== "fail")
    throw new MongoError(51190, "$merge whenNotMatched must be one of insert, discard, fail");
  return (input) => {
    writer(context, name).merge({ ...into, on, whenMatched, whenNotMatched: missing }, input);
    return [];
  };
};

export const OUTPUT: Readonly<Record<string, StageCompiler>> = { $out: out, $merge: merge };
