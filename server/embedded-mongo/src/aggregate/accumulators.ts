import { Doc, isArray, isDoc, isNumeric } from "../bson/types.ts";
import type { Value } from "../bson/types.ts";
import { MongoError } from "../errors.ts";
import { groupingKey } from "../query/collated.ts";
import { parseSort, sortItems } from "../query/sort.ts";
import { compare } from "../values/compare.ts";
import { Sum } from "../values/sum.ts";
import { compileExpression } from "./expression.ts";
import type { ExpressionEnv, Scope } from "./expression.ts";
import { namedOperands, needWhole, nullish } from "./operators/helpers.ts";
import { deviation } from "./statistics.ts";

export interface Accumulator {
  add: (scope: Scope) => void;
  result: () => Value;
}

/** Compiled once per stage; the inner function starts a fresh group. */
export type AccumulatorFactory = () => Accumulator;
type Compile = (operand: Value, env: ExpressionEnv, name: string) => AccumulatorFactory;

const folding =
  <S>(start: () => S, fold: (state: S, value: Value, env: ExpressionEnv) => S, finish: (state: S) => Value): Compile =>
  (operand, env) => {
    const input = compileExpression(operand, env);
    return () => {
      let state = start();
      return {
        add: (scope) => {
          state = fold(state, input(scope), env);
        },
        result: () => finish(state),
      };
    };
  };

const summing = (finish: (sum: Sum) => Value): Compile =>
  folding<Sum>(
    () => new Sum(),
    (sum, value) => (isNumeric(value) ? sum.add(value) : sum),
    finish,
  );

const extreme = (sign: 1 | -1): Compile =>
  folding<Value>(
    () => null,
    (best, value, env) =>
      nullish(value) || (best !== null && compare(value, best, env.strings) * sign <= 0) ? best : value,
    (best) => best,
  );

const list = (finish: (items: Value[]) => Value): Compile =>
  folding<Value[]>(
    () => [],
    (items, value) => {
      if (value !== undefined) items.push(value);
      return items;
    },
    finish,
  );

const wholeOf = (operand: Value, env: ExpressionEnv, name: string): number => {
  const count = needWhole(compileExpression(operand, env)({ root: new Doc(), vars: {} }), name);
  if (count < 1) throw new MongoError(5787908, `'n' must be greater than 0, found ${count}`);
  return count;
};

/** `$firstN`, `$lastN`, `$minN`, `$maxN`. */
const several =
  (pick: (items: Value[], count: number, env: ExpressionEnv) => Value[], keepsNull: boolean): Compile =>
  (operand, env, name) => {
    const fields = namedOperands(operand, name, ["n", "input"], []);
    const count = wholeOf(fields["n"], env, name);
    const input = compileExpression(fields["input"], env);
    return () => {
      const items: Value[] = [];
      return {
        add: (scope) => {
          const value = input(scope);
          if (keepsNull || !nullish(value)) items.push(value ?? null);
        },
        result: () => pick(items, count, env),
      };
    };
  };

/** `$top`, `$bottom` and their N forms: the output of the documents that sort first or last. */
const ordered =
  (last: boolean, many: boolean): Compile =>
  (operand, env, name) => {
    const fields = namedOperands(operand, name, many ? ["n", "sortBy", "output"] : ["sortBy", "output"], []);
    const count = many ? wholeOf(fields["n"], env, name) : 1;
    const spec = parseSort(fields["sortBy"]);
    if (spec === undefined) throw new MongoError(5788005, `${name} needs a sortBy`);
    const output = compileExpression(fields["output"], env);
    return () => {
      let items: { document: Doc; output: Value }[] = [];
      const sorted = () => sortItems(items, (item) => item.document, spec, env.strings);
      const trim = () => (last ? sorted().slice(-count) : sorted().slice(0, count));
      return {
        add: (scope) => {
          items.push({ document: isDoc(scope.root) ? scope.root : new Doc(), output: output(scope) ?? null });
          if (items.length > count * 2 + 256) items = trim();
        },
        result: () => {
          const values = trim().map((item) => item.output);
          return many ? values : (values[0] ?? null);
        },
      };
    };
  };

const addToSet: Compile = (operand, env) => {
  const input = compileExpression(operand, env);
  return () => {
    const seen = new Map<string, Value>();
    const keyOf = groupingKey(env.strings);
    return {
      add: (scope) => {
        const value = input(scope);
        if (value === undefined) return;
        const key = keyOf(value);
        if (!seen.has(key)) seen.set(key, value);
      },
      result: () => [...seen.values()],
    };
  };
};

const count: Compile = (operand) => {
  if (!isDoc(operand) || Object.keys(operand).length > 0)
    throw new MongoError("TypeMismatch", "$count takes no arguments, i.e. $count:{}");
  return () => {
    let total = 0;
    return { add: () => void total++, result: () => total };
  };
};

export const ACCUMULATORS: Readonly<Record<string, Compile>> = {
  $sum: summing((sum) => sum.result()),
  $avg: summing((sum) => sum.average()),
  $min: extreme(-1),
  $max: extreme(1),
  $first: folding<{ value: Value; set: boolean }>(
    () => ({ value: null, set: false }),
    (state, value) => (state.set ? state : { value, set: true }),
    (state) => state.value ?? null,
  ),
  $last: folding<Value>(
    () => null,
    (_, value) => value,
    (value) => value ?? null,
  ),
  $push: list((items) => items),
  $addToSet: addToSet,
  $count: count,
  $mergeObjects: folding<Doc>(
    () => new Doc(),
    (merged, value) => {
      if (nullish(value)) return merged;
      if (!isDoc(value)) throw new MongoError(40400, "$mergeObjects requires object inputs");
      return Object.assign(merged, value);
    },
    (merged) => merged,
  ),
  $stdDevPop: list((items) => deviation(items, false)),
  $stdDevSamp: list((items) => deviation(items, true)),
  $firstN: several((items, n) => items.slice(0, n), true),
  $lastN: several((items, n) => items.slice(-n), true),
  $minN: several((items, n, env) => items.toSorted((a, b) => compare(a, b, env.strings)).slice(0, n), false),
  $maxN: several((items, n, env) => items.toSorted((a, b) => compare(b, a, env.strings)).slice(0, n), false),
  $top: ordered(false, false),
  $topN: ordered(false, true),
  $bottom: ordered(true, false),
  $bottomN: ordered(true, true),
};

export const compileAccumulator = (spec: Value, env: ExpressionEnv, field: string): AccumulatorFactory => {
  const name = isDoc(spec) ? Object.keys(spec)[0] : undefined;
  if (!isDoc(spec) || name === undefined || !name.startsWith("$"))
    throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (Object.keys(spec).length > 1) throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  const compile = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined;
  if (compile === undefined) throw new MongoError(15952, `unknown group operator '${name}'`);
  const operand = spec[name];
  if (isArray(operand) && operand.length !== 1)
    throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
  return compile(operand, env, name);
};
