import { BSONRegExp, Doc, isArray, isDoc, isNumeric } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError, failedToParse } from "../../errors.ts";
import { checkFields, fieldsOf } from "../../fields.ts";
import { checkFieldPath } from "../../query/field-path.ts";
import { groupingKey } from "../../query/collated.ts";
import { compileFilter } from "../../query/match.ts";
import { anyLeaf } from "../../query/paths.ts";
import type { StringCompare } from "../../values/compare.ts";
import { wholeNumber } from "../../values/numbers.ts";
import { computed, expressionEnv, matchEnv } from "../env.ts";
import { checkVariableName, compileExpression, fieldPath } from "../expression.ts";
import { onlyOptions } from "../stage.ts";
import type { Host, StageCompiler } from "../stage.ts";
import { needDoc, writePlain } from "./basic.ts";

/** Every value an equality on the path would match, as the matcher sees it. */
const valuesAt = (document: Doc, parts: readonly string[]): Value[] => {
  const out: Value[] = [];
  anyLeaf(document, parts, 0, (value, expand) => {
    out.push(value ?? null);
    if (expand && isArray(value)) out.push(...value);
    return false;
  });
  return out;
};

const equality = (field: string, values: Value[]): Doc => {
  const test = new Doc();
  test["$in"] = values;
  const filter = new Doc();
  filter[field] = test;
  return filter;
};

/** Foreign documents that are kept while a stage runs: many that come one after the other name the same few. */
const MAX_KNOWN = 100;

/** Finds foreign documents by value: through an index if there is one, else by a table built once per stage run. */
const finder = (
  host: Host,
  collection: string,
  field: string,
  strings: StringCompare | undefined,
): ((values: Value[]) => Iterable<Doc>) => {
  const group = groupingKey(strings);
  const keyOf = (value: Value): string => group(value ?? null);
  const byIndex = host.indexed(collection, field);
  let table: Map<string, Doc[]> | undefined;
  const build = (): Map<string, Doc[]> => {
    const built = new Map<string, Doc[]>();
    const parts = field.split(".");
    for (const document of host.read(collection))
      for (const key of new Set(valuesAt(document, parts).map(keyOf))) {
        const list = built.get(key);
        if (list === undefined) built.set(key, [document]);
        else list.push(document);
      }
    return built;
  };
  const known = new Map<string, Doc[]>();
  const read = (values: Value[]): Doc[] => {
    const key = values.map(keyOf).join("\0");
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size === MAX_KNOWN) known.clear();
    const found = [...host.read(collection, { filter: equality(field, values) })];
    if (found.length <= 1) known.set(key, found);
    return found;
  };
  return (values) => {
    // In a list of values a regular expression would match texts; here it must be a value like any other.
    if (byIndex && !values.some((value) => value instanceof BSONRegExp)) return read(values);
    table ??= build();
    return new Set([...new Set(values.map(keyOf))].flatMap((key) => table!.get(key) ?? []));
  };
};

const lookup: StageCompiler = (operand, context) => {
  const spec = needDoc(operand, "$lookup", 4569);
  for (const key of Object.keys(spec))
    if (!["from", "localField", "foreignField", "as", "let", "pipeline"].includes(key))
      throw failedToParse(`unknown argument to $lookup: ${key}`);
  const { from, as, localField, foreignField, pipeline } = spec;
  if (typeof as !== "string") throw failedToParse("must specify 'as' field for a $lookup");
  checkFieldPath(as);
  for (const [name, field] of Object.entries({ localField, foreignField }))
    if (field !== undefined && typeof field !== "string")
      throw failedToParse(`$lookup argument '${name}' must be a string`);
  for (const field of [localField, foreignField]) if (typeof field === "string") checkFieldPath(field);
  if (spec["let"] !== undefined && !isDoc(spec["let"])) throw failedToParse("$lookup argument 'let' must be an object");
  if (spec["let"] !== undefined && pipeline === undefined)
    throw failedToParse("$lookup with 'let' must also specify 'pipeline'");
  if (typeof from !== "string") throw failedToParse("$lookup needs 'from' as a string");
  if ((typeof localField === "string") !== (typeof foreignField === "string"))
    throw failedToParse("$lookup requires both or neither of 'localField' and 'foreignField' to be specified");
  if (localField === undefined && pipeline === undefined)
    throw failedToParse("$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  const vars = Object.entries(isDoc(spec["let"]) ? spec["let"] : {}).map(
    ([name, value]) => [checkVariableName(name), compileExpression(value, expressionEnv(context.variables))] as const,
  );
  const asParts = as.split(".");
  // Compiled once here so that mistakes are found even when no document arrives.
  if (pipeline !== undefined) context.pipeline(pipeline, Object.fromEntries(vars.map(([name]) => [name, null])));
  return function* (input) {
    const find =
      typeof foreignField === "string"
        ? finder(context.host, from, foreignField, context.variables.strings)
        : undefined;
    const { filter, rest } = find === undefined ? leadingMatch(pipeline) : { filter: undefined, rest: pipeline };
    for (const document of input) {
      let matches: Iterable<Doc>;
      if (find !== undefined && typeof localField === "string") {
        const local = fieldPath(document, localField.split("."));
        matches = find(isArray(local) ? local : [local ?? null]);
      } else matches = context.host.read(from, filter === undefined ? {} : { filter });
      if (rest !== undefined) {
        const scope = { root: document, vars: context.variables.vars };
        matches = context.pipeline(
          rest,
          Object.fromEntries(vars.map(([name, value]) => [name, value(scope)])),
        )(matches);
      }
      yield writePlain(document, asParts, [...matches]);
    }
  };
};

/** A first `$match` narrows what is read, unless it computes something, perhaps of the variables of this stage. */
const leadingMatch = (pipeline: Value): { filter: Doc | undefined; rest: Value } => {
  const [first, ...rest] = isArray(pipeline) ? pipeline : [];
  const filter = isDoc(first) ? first["$match"] : undefined;
  return isDoc(filter) && !computes(filter) ? { filter, rest } : { filter: undefined, rest: pipeline };
};

const computes = (value: Value): boolean => {
  if (isArray(value)) return value.some(computes);
  return isDoc(value) && Object.entries(value).some(([key, inner]) => key === "$expr" || computes(inner));
};

const graphLookup: StageCompiler = (operand, { host, variables }) => {
  const spec = needDoc(operand, "$graphLookup", 40327);
  onlyOptions(
    spec,
    "from as startWith connectFromField connectToField maxDepth depthField restrictSearchWithMatch".split(" "),
    "$graphLookup",
    40104,
  );
  const { from, as, connectFromField, connectToField, startWith, maxDepth, depthField, restrictSearchWithMatch } = spec;
  if (
    typeof from !== "string" ||
    typeof as !== "string" ||
    typeof connectFromField !== "string" ||
    typeof connectToField !== "string" ||
    startWith === undefined
  )
    throw new MongoError(
      40105,
      "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField' and 'connectToField' to be specified.",
    );
  for (const path of [as, connectFromField, connectToField]) checkFieldPath(path);
  if (depthField !== undefined && typeof depthField !== "string")
    throw new MongoError(40103, "expected string as argument for 'depthField'");
  if (typeof depthField === "string") checkFieldPath(depthField);
  if (restrictSearchWithMatch !== undefined && !isDoc(restrictSearchWithMatch))
    throw new MongoError(40185, "restrictSearchWithMatch must be an object");
  if (maxDepth !== undefined && !isNumeric(maxDepth)) throw new MongoError(40100, "maxDepth requires numeric argument");
  const depth = maxDepth === undefined ? Infinity : wholeNumber(maxDepth);
  if (depth === undefined) throw new MongoError(40102, "maxDepth could not be represented as a long long");
  if (depth < 0) throw new MongoError(40101, "maxDepth requires a nonnegative argument");
  const start = computed(variables)(startWith);
  const restrict = isDoc(restrictSearchWithMatch)
    ? compileFilter(restrictSearchWithMatch, matchEnv(variables))
    : () => true;
  const deepest = depth;
  const asList = (value: Value): Value[] => (isArray(value) ? value : [value ?? null]);
  return function* (input) {
    const find = finder(host, from, connectToField, variables.strings);
    const keyOf = groupingKey(undefined);
    for (const document of input) {
      const found = new Map<string, Doc>();
      let frontier = asList(start(document));
      const asked = new Set<string>();
      for (let depth = 0; depth <= deepest && frontier.length > 0; depth++) {
        const fresh = frontier.filter((value) => !asked.has(keyOf(value)));
        for (const value of fresh) asked.add(keyOf(value));
        frontier = [];
        for (const next of fresh.length === 0 ? [] : find(fresh)) {
          const key = keyOf(next["_id"] ?? null);
          if (found.has(key) || !restrict(next)) continue;
          found.set(
            key,
            typeof depthField === "string" ? writePlain(next, depthField.split("."), BigInt(depth)) : next,
          );
          frontier.push(...asList(fieldPath(next, connectFromField.split("."))));
        }
      }
      yield writePlain(document, as.split("."), [...found.values()]);
    }
  };
};

const UNION = fieldsOf("coll:string! pipeline:array");

const unionWith: StageCompiler = (operand, context) => {
  const spec = typeof operand === "string" ? undefined : needDoc(operand, "$unionWith", 9);
  if (spec !== undefined) checkFields(spec, "$unionWith", UNION);
  const collection = spec === undefined ? operand : spec["coll"];
  if (typeof collection !== "string") throw failedToParse("$unionWith needs a collection name");
  const inner = spec?.["pipeline"] === undefined ? undefined : context.pipeline(spec["pipeline"]);
  return function* (input) {
    yield* input;
    const others = context.host.read(collection);
    yield* inner === undefined ? others : inner(others);
  };
};

export const JOINS: Readonly<Record<string, StageCompiler>> = {
  $lookup: lookup,
  $graphLookup: graphLookup,
  $unionWith: unionWith,
};
