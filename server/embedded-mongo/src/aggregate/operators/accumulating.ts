import { isArray } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { compare } from "../../values/compare.ts";
import { deviation } from "../statistics.ts";
import { averageOf, spread, sumOf } from "./arithmetic.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { call, named, needArray, needWhole, nullish, unary } from "./helpers.ts";

/** Accumulators that may also stand as expressions, over their arguments or one array. */
const extreme = (sign: 1 | -1): ExpressionOperator =>
  call(1, Infinity, (args, env) => {
    const present = spread(args).filter((value) => !nullish(value));
    return present.reduce(
      (best: Value, value) => (best === null || compare(value, best, env.strings) * sign > 0 ? value : best),
      null,
    );
  });

const countOf = (n: Value, name: string): number => {
  const count = needWhole(n, name);
  if (count < 1) throw new MongoError(5787908, `'n' must be greater than 0, found ${count}`);
  return count;
};

const firstN = (pick: (items: Value[], count: number) => Value[]): ExpressionOperator =>
  named(["n", "input"], [], ({ n, input }, _env, name) => pick(needArray(input, name), countOf(n, name)));

const extremeN = (sign: 1 | -1): ExpressionOperator =>
  named(["n", "input"], [], ({ n, input }, env, name) =>
    needArray(input, name)
      .filter((value) => !nullish(value))
      .toSorted((a, b) => compare(b, a, env.strings) * sign)
      .slice(0, countOf(n, name)),
  );

const end = (index: number): ExpressionOperator =>
  unary((value) => {
    if (nullish(value)) return null;
    if (!isArray(value)) throw new MongoError(28689, "$first and $last need an array");
    return value.at(index);
  });

export const ACCUMULATING: OperatorTable = {
  $sum: call(0, Infinity, (args) => sumOf(spread(args))),
  $avg: call(1, Infinity, (args) => averageOf(spread(args))),
  $min: extreme(-1),
  $max: extreme(1),
  $first: end(0),
  $last: end(-1),
  $firstN: firstN((items, count) => items.slice(0, count)),
  $lastN: firstN((items, count) => items.slice(-count)),
  $minN: extremeN(-1),
  $maxN: extremeN(1),
  $stdDevPop: call(1, Infinity, (args) => deviation(spread(args), false)),
  $stdDevSamp: call(1, Infinity, (args) => deviation(spread(args), true)),
};
