import { Doc, INT32_MAX, INT32_MIN, isArray, isDoc, isNumeric, typeOf } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { truthy } from "../../query/predicates.ts";
import { parseSort, sortItems } from "../../query/sort.ts";
import { compare, equal } from "../../values/compare.ts";
import { wholeNumber } from "../../values/numbers.ts";
import { checkVariableName, compileExpression } from "../expression.ts";
import type { Evaluator, ExpressionEnv } from "../expression.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { binary, call, named, namedOperands, needArray, needWhole, nullish, unary } from "./helpers.ts";

const bind = (env: ExpressionEnv, ...names: string[]): ExpressionEnv => ({
  ...env,
  names: new Set([...env.names, ...names]),
});

const nameOf = (value: Value): string => {
  if (value === undefined) return "this";
  if (typeof value !== "string") throw new MongoError(16866, `a variable name must be a string, not ${typeOf(value)}`);
  return checkVariableName(value);
};

const each = (
  run: (
    items: Value[],
    test: (item: Value) => Value,
    scope: Parameters<Evaluator>[0],
    limit: Evaluator | undefined,
  ) => Value,
  body: "in" | "cond",
): ExpressionOperator => {
  return (operand, env, name) => {
    const fields = namedOperands(operand, name, ["input", body], body === "cond" ? ["as", "limit"] : ["as"]);
    const as = nameOf(fields["as"]);
    const input = compileExpression(fields["input"], env);
    const inner = compileExpression(fields[body], bind(env, as));
    const limit = "limit" in fields ? compileExpression(fields["limit"], env) : undefined;
    return (scope) => {
      const items = input(scope);
      if (nullish(items)) return null;
      if (!isArray(items)) throw new MongoError(name === "$map" ? 16883 : 28651, `input to ${name} must be an array`);
      return run(items, (item) => inner({ root: scope.root, vars: { ...scope.vars, [as]: item } }), scope, limit);
    };
  };
};

const reduce: ExpressionOperator = (operand, env, name) => {
  const fields = namedOperands(operand, name, ["input", "initialValue", "in"], []);
  const input = compileExpression(fields["input"], env);
  const initial = compileExpression(fields["initialValue"], env);
  const inner = compileExpression(fields["in"], bind(env, "this", "value"));
  return (scope) => {
    const items = input(scope);
    if (nullish(items)) return null;
    if (!isArray(items)) throw new MongoError(40080, "$reduce requires that 'input' be an array");
    return items.reduce(
      (value: Value, item) => inner({ root: scope.root, vars: { ...scope.vars, this: item, value } }),
      initial(scope),
    );
  };
};

const at = (array: Value[], index: number): Value => array.at(index);

const slice = call(2, 3, ([array, first, second], _env, name) => {
  if (nullish(array) || nullish(first) || (second !== undefined && nullish(second))) return null;
  const items = needArray(array, name);
  const start = needWhole(first, name);
  if (second === undefined) return start >= 0 ? items.slice(0, start) : items.slice(start);
  const count = needWhole(second, name);
  if (count <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${count}`);
  const from = start >= 0 ? start : Math.max(0, items.length + start);
  return items.slice(from, from + count);
});

const range = call(2, 3, ([start, end, step], _env, name) => {
  const by = step === undefined ? 1 : needWhole(step, name);
  if (by === 0) throw new MongoError(34449, "$range requires a non-zero step value");
  const [from, to] = [needWhole(start, name), needWhole(end, name)];
  for (const [value, code] of [
    [from, 34444],
    [to, 34446],
    [by, 34448],
  ] as const)
    if (value > INT32_MAX || value < INT32_MIN)
      throw new MongoError(code, `$range requires values that can be represented as a 32-bit integer, found ${value}`);
  if (Math.abs(to - from) / Math.abs(by) > 1_000_000) throw new MongoError(146, "$range would use too much memory");
  const out: Value[] = [];
  for (let value = from; by > 0 ? value < to : value > to; value += by) out.push(value);
  return out;
});

const zip = named(
  ["inputs"],
  ["useLongestLength", "defaults"],
  ({ inputs, useLongestLength, defaults }, _env, name) => {
    if (nullish(inputs)) return null;
    const arrays = needArray(inputs, name);
    if (arrays.some(nullish)) return null;
    const lists = arrays.map((array) => needArray(array, name));
    const lengths = lists.map((list) => list.length);
    if (useLongestLength !== undefined && typeof useLongestLength !== "boolean")
      throw new MongoError(34463, `useLongestLength must be a bool, found ${typeOf(useLongestLength)}`);
    if (arrays.length === 0) throw new MongoError(34465, "$zip requires at least one input array");
    if (defaults !== undefined && useLongestLength !== true)
      throw new MongoError(34466, "cannot specify defaults unless useLongestLength is true");
    if (defaults !== undefined && !isArray(defaults))
      throw new MongoError(34462, `defaults must be an array of expressions, found ${typeOf(defaults)}`);
    if (isArray(defaults) && defaults.length > 0 && defaults.length !== lists.length)
      throw new MongoError(34467, "defaults and inputs must have the same length");
    const size = useLongestLength === true ? Math.max(...lengths) : Math.min(...lengths);
    const fill = isArray(defaults) ? defaults : [];
    return Array.from({ length: size }, (_, row) =>
      lists.map((list, column) => (row < list.length ? list[row] : (fill[column] ?? null))),
    );
  },
);

const sortArray = named(["input", "sortBy"], [], ({ input, sortBy }, env, name) => {
  if (nullish(input)) return null;
  const items = needArray(input, name);
  if (isNumeric(sortBy)) {
    const direction = wholeNumber(sortBy) ?? 1;
    return items.toSorted((a, b) => compare(a, b, env.strings) * direction);
  }
  const spec = parseSort(sortBy);
  if (spec === undefined) throw new MongoError(2942504, "$sortArray needs a sort specification");
  return sortItems(items, (item) => (isDoc(item) ? item : new Doc()), spec, env.strings);
});

const includes = (list: readonly Value[], item: Value, env: ExpressionEnv): boolean =>
  list.some((other) => equal(other, item, env.strings));
const unique = (list: readonly Value[], env: ExpressionEnv): Value[] => {
  const out: Value[] = [];
  for (const item of list.toSorted((a, b) => compare(a, b, env.strings)))
    if (out.length === 0 || !equal(out.at(-1), item, env.strings)) out.push(item);
  return out;
};

const sets = (
  run: (lists: Value[][], env: ExpressionEnv) => Value,
  { nullable = true, least = 0, most = Infinity } = {},
): ExpressionOperator =>
  call(least, most, (args, env, name) => {
    if (nullable && args.some(nullish)) return null;
    return run(
      args.map((value) => needArray(value, name)),
      env,
    );
  });

const indexOfArray = call(2, 4, ([array, wanted, start, end], env, name) => {
  if (nullish(array)) return null;
  const items = needArray(array, name);
  const from = start === undefined ? 0 : needWhole(start, name);
  if (from < 0 || (end !== undefined && needWhole(end, name) < 0))
    throw new MongoError(40097, `${name} requires a nonnegative starting and ending index`);
  const to = end === undefined ? items.length : Math.min(items.length, needWhole(end, name));
  for (let index = from; index < to; index++) if (equal(items[index], wanted, env.strings)) return index;
  return -1;
});

export const ARRAYS: OperatorTable = {
  $map: each((items, run) => items.map((item) => run(item) ?? null), "in"),
  $filter: each((items, run, scope, limit) => {
    const most = limit?.(scope);
    const count = nullish(most) ? undefined : wholeNumber(most);
    if (!nullish(most) && (count === undefined || count > INT32_MAX))
      throw new MongoError(327391, "$filter: limit must be represented as a 32-bit integral value");
    if (count !== undefined && count < 1)
      throw new MongoError(327392, `$filter: limit must be greater than 0: ${count}`);
    return items.filter((item) => truthy(run(item))).slice(0, count);
  }, "cond"),
  $reduce: reduce,
  $arrayElemAt: binary((array, index, _env, name) =>
    nullish(array) || nullish(index) ? null : at(needArray(array, name), needWhole(index, name)),
  ),
  $size: unary((value) => {
    if (!isArray(value)) throw new MongoError(17124, "The argument to $size must be an array");
    return value.length;
  }),
  $slice: slice,
  $range: range,
  $zip: zip,
  $in: binary((item, list, env) => {
    if (!isArray(list)) throw new MongoError(40081, "$in requires an array as a second argument");
    return includes(list, item, env);
  }),
  $concatArrays: call(0, Infinity, (args, _env, name) =>
    args.some(nullish) ? null : args.flatMap((value) => needArray(value, name)),
  ),
  $reverseArray: unary((value, name) => (nullish(value) ? null : needArray(value, name).toReversed())),
  $indexOfArray: indexOfArray,
  $sortArray: sortArray,
  $setUnion: sets((lists, env) => unique(lists.flat(), env)),
  $setIntersection: sets((lists, env) =>
    unique(
      (lists[0] ?? []).filter((item) => lists.every((list) => includes(list, item, env))),
      env,
    ),
  ),
  $setDifference: sets(
    ([a = [], b = []], env) => {
      const out: Value[] = [];
      for (const item of a) if (!includes(b, item, env) && !includes(out, item, env)) out.push(item);
      return out;
    },
    { least: 2, most: 2 },
  ),
  $setEquals: sets(
    ([first = [], ...others], env) =>
      others.every(
        (other) =>
          first.every((item) => includes(other, item, env)) && other.every((item) => includes(first, item, env)),
      ),
    { nullable: false, least: 2 },
  ),
  $setIsSubset: sets(([a = [], b = []], env) => a.every((item) => includes(b, item, env)), {
    nullable: false,
    least: 2,
    most: 2,
  }),
  $anyElementTrue: unary((value, name) => needArray(value, name).some(truthy)),
  $allElementsTrue: unary((value, name) => needArray(value, name).every(truthy)),
};
