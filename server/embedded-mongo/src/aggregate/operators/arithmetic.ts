import { Decimal128, isArray, isNumeric, makeDouble, typeOf } from "../../bson/types.ts";
import type { Numeric, Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import {
  asDecimal,
  divideExact,
  multiplyExact,
  addExact,
  negateExact,
  roundExact,
  toDecimal,
} from "../../values/decimal.ts";
import { add, multiply, negate, subtract, toNumber } from "../../values/numbers.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { binary, call, needNumber, needWhole, nullish, unary } from "./helpers.ts";

const isDecimal = (...values: Value[]): boolean => values.some((value) => value instanceof Decimal128);

/** Null and missing make the result null; anything but a number is refused. */
const numeric = (run: (value: Numeric) => Value): ExpressionOperator =>
  unary((value, name) => (nullish(value) ? null : run(needNumber(value, name))));

const viaDouble = (
  run: (value: number) => number,
  inside: (value: number) => boolean = () => true,
  code = 28766,
): ExpressionOperator =>
  unary((value, name) => {
    if (nullish(value)) return null;
    const number = toNumber(needNumber(value, name));
    if (!Number.isNaN(number) && !inside(number))
      throw new MongoError(code, `${name}: the argument ${number} is outside the function's domain`);
    return makeDouble(run(number));
  });

const addAll = call(0, Infinity, (args) => {
  let sum: Numeric = 0;
  let date: Date | undefined;
  for (const value of args) {
    if (nullish(value)) return null;
    if (value instanceof Date) {
      if (date !== undefined) throw new MongoError(16612, "only one date allowed in an $add expression");
      date = value;
    } else if (isNumeric(value)) sum = add(sum, value);
    else throw new MongoError("TypeMismatch", `$add only supports numeric or date types, not ${typeOf(value)}`);
  }
  return date === undefined ? sum : new Date(date.getTime() + Math.round(toNumber(sum)));
});

const minus = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (a instanceof Date) {
    if (b instanceof Date) return BigInt(a.getTime() - b.getTime());
    if (isNumeric(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  } else if (isNumeric(a) && isNumeric(b)) return subtract(a, b);
  throw new MongoError("TypeMismatch", `can't $subtract ${typeOf(b)} from ${typeOf(a)}`);
});

const divide = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    throw new MongoError("TypeMismatch", `$divide only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  if (toNumber(b) === 0) throw new MongoError("BadValue", "can't $divide by zero");
  return isDecimal(a, b) ? toDecimal(divideExact(asDecimal(a), asDecimal(b))) : makeDouble(toNumber(a) / toNumber(b));
});

const mod = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    throw new MongoError(16611, `$mod only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  if (toNumber(b) === 0) throw new MongoError(16610, "can't $mod by zero");
  if (isDecimal(a, b)) {
    const quotient = roundExact(divideExact(asDecimal(a), asDecimal(b)), 0, "trunc");
    return toDecimal(addExact(asDecimal(a), negateExact(multiplyExact(quotient, asDecimal(b)))));
  }
  const types = [typeOf(a), typeOf(b)];
  if (types.includes("double")) return makeDouble(toNumber(a) % toNumber(b));
  if (types.includes("long"))
    return BigInt(toNumber(a) === a ? toNumber(a) : (a as bigint)) % BigInt(b as number | bigint);
  return toNumber(a) % toNumber(b) || 0;
});

/** `$round` goes to even at a tie, as the manual says; `$trunc` toward zero. */
const rounding = (mode: "even" | "trunc"): ExpressionOperator =>
  call(1, 2, ([value, place], _env, name) => {
    if (nullish(value) || (place !== undefined && nullish(place))) return null;
    const digits = place === undefined ? 0 : needWhole(place, name);
    if (digits < -20 || digits > 100)
      throw new MongoError(51083, `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`);
    const number = needNumber(value, name);
    const type = typeOf(number);
    if (type === "decimal") return toDecimal(roundExact(asDecimal(number), digits, mode));
    if (type === "double" && !Number.isFinite(toNumber(number))) return number;
    if (type === "int" || type === "long") {
      if (digits >= 0) return number;
      const unit = 10n ** BigInt(-digits);
      const whole = BigInt(toNumber(number) === number ? toNumber(number) : (number as bigint));
      const rest = whole % unit;
      const base = whole - rest;
      const twice = (rest < 0n ? -rest : rest) * 2n;
      const up = mode === "even" && (twice > unit || (twice === unit && (base / unit) % 2n !== 0n));
      const result = up ? base + (whole < 0n ? -unit : unit) : base;
      return type === "int" ? Number(result) : result;
    }
    // The shortest decimal that reads back as the double is what a person means by its digits.
    const { coefficient, exponent } = roundExact(parseShortest(toNumber(number)), digits, mode);
    return makeDouble(Number(`${coefficient}e${exponent}`));
  });

const parseShortest = (value: number) => {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
};

const wholeSide = (mode: "floor" | "ceil"): ExpressionOperator =>
  numeric((value) => {
    if (value instanceof Decimal128) return toDecimal(roundExact(asDecimal(value), 0, mode));
    return typeOf(value) === "double" ? makeDouble(Math[mode](toNumber(value))) : value;
  });

const pow = binary((a, b, _env, name) => {
  if (nullish(a) || nullish(b)) return null;
  const [base, power] = [needNumber(a, name), needNumber(b, name)];
  const result = toNumber(base) ** toNumber(power);
  if (toNumber(base) === 0 && toNumber(power) < 0)
    throw new MongoError(28764, "$pow cannot take a base of 0 and a negative exponent");
  if (isDecimal(base, power)) return toDecimal(asDecimal(makeDouble(result)));
  const integral = [typeOf(base), typeOf(power)].every((type) => type === "int" || type === "long");
  if (!integral || toNumber(power) < 0 || Math.abs(result) > Number.MAX_SAFE_INTEGER) return makeDouble(result);
  return typeOf(base) === "int" && typeOf(power) === "int" && Math.abs(result) <= 2147483647 ? result : BigInt(result);
});

const bitwise = (start: bigint, run: (a: bigint, b: bigint) => bigint): ExpressionOperator =>
  call(0, Infinity, (args, _env, name) => {
    if (args.some(nullish)) return null;
    let result = start;
    for (const value of args) {
      if (typeOf(value) !== "int" && typeOf(value) !== "long")
        throw new MongoError("TypeMismatch", `${name} only supports int and long operands.`);
      result = run(result, BigInt(value as number | bigint));
    }
    return args.every((value) => typeof value === "number")
      ? Number(BigInt.asIntN(32, result))
      : BigInt.asIntN(64, result);
  });

export const ARITHMETIC: OperatorTable = {
  $add: addAll,
  $subtract: minus,
  $multiply: call(0, Infinity, (args, _env, name) => {
    let product: Numeric = 1;
    for (const value of args) {
      if (nullish(value)) return null;
      product = multiply(product, needNumber(value, name));
    }
    return product;
  }),
  $divide: divide,
  $mod: mod,
  $abs: numeric((value) => (toNumber(value) < 0 ? negate(value) : value)),
  $ceil: wholeSide("ceil"),
  $floor: wholeSide("floor"),
  $round: rounding("even"),
  $trunc: rounding("trunc"),
  $pow: pow,
  $sqrt: viaDouble(Math.sqrt, (value) => value >= 0, 28714),
  $exp: viaDouble(Math.exp),
  $ln: viaDouble(Math.log, (value) => value > 0),
  $log10: viaDouble(Math.log10, (value) => value > 0, 28761),
  $log: binary((a, b, _env, name) =>
    nullish(a) || nullish(b)
      ? null
      : makeDouble(Math.log(toNumber(needNumber(a, name))) / Math.log(toNumber(needNumber(b, name)))),
  ),
  $bitAnd: bitwise(-1n, (a, b) => a & b),
  $bitOr: bitwise(0n, (a, b) => a | b),
  $bitXor: bitwise(0n, (a, b) => a ^ b),
  $bitNot: unary((value) =>
    nullish(value) ? null : typeof value === "bigint" ? ~value : ~toNumber(needNumber(value, "$bitNot")),
  ),
  $rand: () => () => makeDouble(Math.random()),
};

/** Sums what is numeric and ignores the rest, as the accumulators do. */
export const sumOf = (values: readonly Value[]): Numeric =>
  values.filter(isNumeric).reduce((sum: Numeric, value) => add(sum, value), 0);

/** One division at the end, in the sum's own type; the average of nothing is null. */
export const divideBy = (sum: Numeric, count: number): Value => {
  if (count === 0) return null;
  if (sum instanceof Decimal128) return toDecimal(divideExact(asDecimal(sum), asDecimal(count)));
  return makeDouble(toNumber(sum) / count);
};

export const averageOf = (values: readonly Value[]): Value => {
  const numbers = values.filter(isNumeric);
  return divideBy(sumOf(numbers), numbers.length);
};

/** In an expression one array argument stands for its elements. */
export const spread = (args: Value[]): Value[] => (args.length === 1 && isArray(args[0]) ? args[0] : args);
