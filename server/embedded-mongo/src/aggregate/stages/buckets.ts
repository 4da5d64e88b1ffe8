import { Doc, INT32_MAX, isArray, isDoc, isNumeric } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { checkFieldPath } from "../../query/field-path.ts";
import { classOf, compare, compareStrings, equal } from "../../values/compare.ts";
import { wholeNumber } from "../../values/numbers.ts";
import { compileAccumulator } from "../accumulators.ts";
import { expressionEnv } from "../env.ts";
import { compileExpression } from "../expression.ts";
import type { ExpressionEnv } from "../expression.ts";
import { stageEntry } from "../stage.ts";
import type { StageCompiler } from "../stage.ts";
import { needDoc } from "./basic.ts";
import { closeGroup, openGroup } from "./group.ts";
import type { OpenGroup } from "./group.ts";

/** A constant is refused: it would put all documents into one group, which nobody means. */
const needGroupBy = (value: Value, name: string, code: number): Value => {
  const fits =
    typeof value === "string" ? value.startsWith("$") : isDoc(value) && Object.keys(value)[0]?.startsWith("$");
  if (fits !== true)
    throw new MongoError(
      code,
      `The ${name} 'groupBy' field must be defined as a $-prefixed path or an expression object`,
    );
  return value;
};

const outputs = (spec: Doc, env: ExpressionEnv, name: string, code: number) => {
  const output = spec["output"];
  if (output !== undefined && !isDoc(output))
    throw new MongoError(code, `The ${name} 'output' field must be an object`);
  const one = new Doc();
  one["$sum"] = 1;
  const fields = isDoc(output) ? Object.entries(output) : [["count", one] as const];
  return fields.map(([name, value]) => [name, compileAccumulator(value, env, name)] as const);
};

const constant = (value: Value, env: ExpressionEnv): Value =>
  compileExpression(value, env)({ root: new Doc(), vars: {} });

/** Lower bounds belong to their bucket, the last bound to none. */
const bucket: StageCompiler = (operand, { variables }) => {
  const spec = needDoc(operand, "$bucket", 40201);
  for (const key of Object.keys(spec))
    if (!["groupBy", "boundaries", "default", "output"].includes(key))
      throw new MongoError(40197, `Unrecognized option to $bucket: ${key}.`);
  const env = expressionEnv(variables);
  if (!isArray(spec["boundaries"]) || !("groupBy" in spec))
    throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const groupBy = compileExpression(needGroupBy(spec["groupBy"], "$bucket", 40202), env);
  const bounds = spec["boundaries"].map((bound) => constant(bound, env));
  if (bounds.length < 2)
    throw new MongoError(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${bounds.length} value(s).`,
    );
  for (let at = 1; at < bounds.length; at++) {
    if (classOf(bounds[at]) !== classOf(bounds[0]))
      throw new MongoError(40193, "All values in the the 'boundaries' option to $bucket must have the same type.");
    if (compare(bounds[at - 1], bounds[at], env.strings) >= 0)
      throw new MongoError(40194, "The 'boundaries' option to $bucket must be sorted in ascending order");
  }
  const hasDefault = "default" in spec;
  const fallback = hasDefault ? constant(spec["default"], env) : undefined;
  if (hasDefault && compare(fallback, bounds[0], env.strings) >= 0 && compare(fallback, bounds.at(-1), env.strings) < 0)
    throw new MongoError(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    );
  const factories = outputs(spec, env, "$bucket", 40196);
  return (input) => {
    const groups = new Map<number, OpenGroup>();
    for (const root of input) {
      const scope = { root, vars: variables.vars };
      const value = groupBy(scope) ?? null;
      let at = -1;
      while (at + 1 < bounds.length && compare(bounds[at + 1], value, env.strings) <= 0) at++;
      if (at === bounds.length - 1) at = -1;
      if (at < 0 && !hasDefault)
        throw new MongoError(
          40066,
          "$switch could not find a matching branch for an input, and no default was specified.",
        );
      let open = groups.get(at);
      if (open === undefined) groups.set(at, (open = openGroup(at < 0 ? fallback : bounds[at], factories)));
      for (const [, accumulator] of open.fields) accumulator.add(scope);
    }
    return [...groups.values()].toSorted((a, b) => compare(a.id, b.id, env.strings)).map(closeGroup);
  };
};

/** Even buckets by count; equal values never part. */
const bucketAuto: StageCompiler = (operand, { variables }) => {
  const spec = needDoc(operand, "$bucketAuto", 40240);
  for (const key of Object.keys(spec)) {
    if (key === "granularity")
      throw new MongoError("NotImplemented", "$bucketAuto granularity is not supported by the embedded database");
    if (!["groupBy", "buckets", "output"].includes(key))
      throw new MongoError(40245, `Unrecognized option to $bucketAuto: ${key}.`);
  }
  const { buckets } = spec;
  if (!("groupBy" in spec) || buckets === undefined)
    throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified.");
  if (!isNumeric(buckets)) throw new MongoError(40241, "The $bucketAuto 'buckets' field must be a numeric value");
  const wanted = wholeNumber(buckets);
  if (wanted === undefined || wanted > INT32_MAX)
    throw new MongoError(40242, "The $bucketAuto 'buckets' field must be representable as a 32-bit integer");
  if (wanted < 1) throw new MongoError(40243, "The $bucketAuto 'buckets' field must be greater than 0");
  const env = expressionEnv(variables);
  const groupBy = compileExpression(needGroupBy(spec["groupBy"], "$bucketAuto", 40239), env);
  const factories = outputs(spec, env, "$bucketAuto", 40244);
  return (input) => {
    const items = [...input]
      .map((root) => ({ root, value: groupBy({ root, vars: variables.vars }) ?? null }))
      .toSorted((a, b) => compare(a.value, b.value, env.strings ?? compareStrings));
    const out: Doc[] = [];
    const size = Math.max(1, Math.round(items.length / wanted));
    for (let at = 0; at < items.length;) {
      let end = out.length === wanted - 1 ? items.length : Math.min(items.length, at + size);
      while (end < items.length && equal(items[end]!.value, items[end - 1]!.value, env.strings)) end++;
      const range = new Doc();
      range["min"] = items[at]!.value;
      range["max"] = items[end < items.length ? end : end - 1]!.value;
      const open = openGroup(range, factories);
      for (const { root } of items.slice(at, end))
        for (const [, accumulator] of open.fields) accumulator.add({ root, vars: variables.vars });
      out.push(closeGroup(open));
      at = end;
    }
    return out;
  };
};

const NOT_IN_FACET: ReadonlySet<string> = new Set(["$documents", "$facet", "$merge", "$out"]);

const facet: StageCompiler = (operand, context) => {
  const spec = needDoc(operand, "$facet", 40169);
  if (Object.keys(spec).length === 0)
    throw new MongoError(40169, "the $facet specification must be a non-empty object");
  const facets = Object.entries(spec).map(([name, stages]) => {
    checkFieldPath(name);
    if (name.includes(".")) throw new MongoError(16412, "FieldPath field names may not contain '.'.");
    if (!isArray(stages)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
    const stray = stages.map((stage) => stageEntry(stage)[0]).find((stage) => NOT_IN_FACET.has(stage));
    if (stray !== undefined) throw new MongoError(40600, `${stray} is not allowed to be used within a $facet stage`);
    return [name, context.pipeline(stages)] as const;
  });
  return (input) => {
    const documents = [...input];
    const out = new Doc();
    for (const [name, run] of facets) out[name] = [...run(documents)];
    return [out];
  };
};

export const BUCKETS: Readonly<Record<string, StageCompiler>> = {
  $bucket: bucket,
  $bucketAuto: bucketAuto,
  $facet: facet,
};
