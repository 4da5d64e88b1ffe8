import { Doc, isDoc } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { groupingKey } from "../../query/collated.ts";
import { parseSort, sortItems } from "../../query/sort.ts";
import { compileAccumulator } from "../accumulators.ts";
import type { Accumulator, AccumulatorFactory } from "../accumulators.ts";
import { expressionEnv } from "../env.ts";
import { compileExpression } from "../expression.ts";
import type { StageCompiler } from "../stage.ts";
import { needDoc } from "./basic.ts";

export interface OpenGroup {
  id: Value;
  fields: (readonly [string, Accumulator])[];
}

export const openGroup = (id: Value, factories: readonly (readonly [string, AccumulatorFactory])[]): OpenGroup => ({
  id,
  fields: factories.map(([name, start]) => [name, start()] as const),
});

export const closeGroup = (group: OpenGroup): Doc => {
  const out = new Doc();
  out["_id"] = group.id;
  for (const [name, accumulator] of group.fields) out[name] = accumulator.result();
  return out;
};

const group: StageCompiler = (operand, { variables }) => {
  const spec = needDoc(operand, "$group", 15947);
  if (!("_id" in spec)) throw new MongoError(15955, "a group specification must include an _id");
  const env = expressionEnv(variables);
  const id = compileExpression(spec["_id"], env);
  const factories = Object.entries(spec)
    .filter(([name]) => name !== "_id")
    .map(([name, value]) => {
      if (name.startsWith("$")) throw new MongoError(40236, `The field name '${name}' cannot be an operator name`);
      if (name.includes(".")) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
      return [name, compileAccumulator(value, env, name)] as const;
    });
  return function* (input) {
    const groups = new Map<string, OpenGroup>();
    const keyOf = groupingKey(variables.strings);
    for (const root of input) {
      const scope = { root, vars: variables.vars };
      // A missing key groups with null, and numbers group by value whatever their type.
      const value = id(scope) ?? null;
      const key = keyOf(value);
      let open = groups.get(key);
      if (open === undefined) groups.set(key, (open = openGroup(value, factories)));
      for (const [, accumulator] of open.fields) accumulator.add(scope);
    }
    for (const open of groups.values()) yield closeGroup(open);
  };
};

const sortByCount: StageCompiler = (operand, context) => {
  if (isDoc(operand) && !Object.keys(operand)[0]?.startsWith("$"))
    throw new MongoError(
      40147,
      "the sortByCount field must be defined as a $-prefixed path or an expression inside an object",
    );
  if (typeof operand === "string" && !operand.startsWith("$"))
    throw new MongoError(
      40148,
      "the sortByCount field must be defined as a $-prefixed path or an expression inside an object",
    );
  if (!isDoc(operand) && typeof operand !== "string")
    throw new MongoError(40149, "the sortByCount field must be specified as a string or as an object");
  const spec = new Doc();
  const sum = new Doc();
  sum["$sum"] = 1;
  spec["_id"] = operand;
  spec["count"] = sum;
  const grouped = group(spec, context, "$group");
  const order = new Doc();
  order["count"] = -1;
  return (input) => sortItems(grouped(input), (document) => document, parseSort(order)!, undefined);
};

const count: StageCompiler = (operand) => {
  if (typeof operand !== "string" || operand === "")
    throw new MongoError(40156, "the count field must be a non-empty string");
  if (operand.startsWith("$")) throw new MongoError(40158, "the count field cannot be a $-prefixed path");
  if (operand.includes("\0")) throw new MongoError(40159, "the count field cannot contain a null byte");
  if (operand.includes(".")) throw new MongoError(40160, "the count field cannot contain '.'");
  return function* (input) {
    let total = 0;
    for (const _ of input) total++;
    if (total === 0) return;
    const out = new Doc();
    out[operand] = total;
    yield out;
  };
};

export const GROUPING: Readonly<Record<string, StageCompiler>> = {
  $group: group,
  $sortByCount: sortByCount,
  $count: count,
};
