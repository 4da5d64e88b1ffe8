import { Decimal128, makeDouble } from "../../bson/types.ts";
import type { Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import { toNumber } from "../../values/numbers.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { binary, needNumber, nullish, unary } from "./helpers.ts";

/** MongoDB answers decimals with 34 digits, which this package cannot compute. */
const doubleOf = (value: Value, name: string): number => {
  const number = needNumber(value, name);
  if (number instanceof Decimal128)
    throw new MongoError("NotImplemented", `${name} of a decimal is not supported by the embedded database`);
  return toNumber(number);
};

const fn = (run: (value: number) => number, low = -Infinity, high = Infinity): ExpressionOperator =>
  unary((value, name) => {
    if (nullish(value)) return null;
    const number = doubleOf(value, name);
    if (number < low || number > high)
      throw new MongoError(50989, `cannot apply ${name} to ${number}, value must be in [${low}, ${high}]`);
    return makeDouble(run(number));
  });

export const TRIGONOMETRY: OperatorTable = {
  $sin: fn(Math.sin),
  $cos: fn(Math.cos),
  $tan: fn(Math.tan),
  $asin: fn(Math.asin, -1, 1),
  $acos: fn(Math.acos, -1, 1),
  $atan: fn(Math.atan),
  $atan2: binary((a, b, _env, name) =>
    nullish(a) || nullish(b) ? null : makeDouble(Math.atan2(doubleOf(a, name), doubleOf(b, name))),
  ),
  $sinh: fn(Math.sinh),
  $cosh: fn(Math.cosh),
  $tanh: fn(Math.tanh),
  $asinh: fn(Math.asinh),
  $acosh: fn(Math.acosh, 1),
  $atanh: fn(Math.atanh, -1, 1),
  $degreesToRadians: fn((value) => (value * Math.PI) / 180),
  $radiansToDegrees: fn((value) => (value * 180) / Math.PI),
};
