import { Doc, isArray, isDoc } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import type { MergeSpec, StageCompiler, StageContext } from "../stage.ts";
import { needDoc } from "./basic.ts";

const target = (value: Value, context: StageContext, name: string): { db: string; collection: string } => {
  if (typeof value === "string") return { db: context.host.db, collection: value };
  const spec = needDoc(value, name, 51178);
  const { db, coll } = spec;
  if (typeof coll !== "string" || (db !== undefined && typeof db !== "string"))
    throw new MongoError(51178, `${name} needs {db, coll}`);
  return { db: db ?? context.host.db, collection: coll };
};

const writer = (context: StageContext, name: string) => {
  if (context.host.write === undefined)
    throw new MongoError("OperationNotSupportedInTransaction", `${name} is not allowed here`);
  return context.host.write;
};

const out: StageCompiler = (operand, context, name) => {
  const { db, collection } = target(operand, context, name);
  return (input) => {
    writer(context, name).out(db, collection, input);
    return [];
  };
};

const onFields = (value: Value): string[] => {
  if (value === undefined) return ["_id"];
  const list = isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((field) => typeof field === "string"))
    throw new MongoError(51186, "$merge 'on' must be a string or an array of strings");
  return list.map(String);
};

const merge: StageCompiler = (operand, context, name) => {
  const spec = typeof operand === "string" ? new Doc() : needDoc(operand, "$merge", 51182);
  const into = target(
    typeof operand === "string" ? operand : isDoc(operand) ? operand["into"] : undefined,
    context,
    name,
  );
  const matched = spec["whenMatched"] ?? "merge";
  const missing = spec["whenNotMatched"] ?? "insert";
  let whenMatched: MergeSpec["whenMatched"];
  if (isArray(matched)) {
    whenMatched = (existing, incoming) => {
      const stage = context.pipeline(matched, { new: incoming });
      return [...stage([existing])][0] ?? existing;
    };
  } else if (matched === "merge" || matched === "replace" || matched === "keepExisting" || matched === "fail")
    whenMatched = matched;
  else
    throw new MongoError(51191, "$merge whenMatched must be one of merge, replace, keepExisting, fail or a pipeline");
  if (missing !== "insert" && missing !== "discard" && missing !== "fail")
    throw new MongoError(51190, "$merge whenNotMatched must be one of insert, discard, fail");
  return (input) => {
    writer(context, name).merge({ ...into, on: onFields(spec["on"]), whenMatched, whenNotMatched: missing }, input);
    return [];
  };
};

export const OUTPUT: Readonly<Record<string, StageCompiler>> = { $out: out, $merge: merge };
