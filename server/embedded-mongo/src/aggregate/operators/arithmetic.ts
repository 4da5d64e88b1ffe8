import { Decimal128, isArray, isDoc, isNumeric, makeDouble, typeOf } from "../../bson/types.ts";
import type { Numeric, Value } from "../../bson/types.ts";
import { MongoError } from "../../errors.ts";
import {
  absExact,
  addExact,
  asDecimal,
  divideExact,
  exactToDouble,
  moduloExact,
  multiplyExact,
  roundDigits,
  roundExact,
  toDecimal,
  toExact,
} from "../../values/decimal.ts";
import type { Exact } from "../../values/decimal.ts";
import { expExact, lnExact, log10Exact, logExact, powExact, sqrtExact } from "../../values/decimal-math.ts";
import { compareNumbers, fromInteger, negate, subtract, toNumber, wholeNumber } from "../../values/numbers.ts";
import { Sum } from "../../values/sum.ts";
import type { ExpressionOperator, OperatorTable } from "../expression.ts";
import { dateAt, millisecondsOf } from "./date-value.ts";
import { binary, call, needNumber, nullish, unary } from "./helpers.ts";

const INT64_MIN = -(2n ** 63n);

/** Compared exactly, because the double next to a tiny decimal may be zero although the decimal is not. */
const isZero = (value: Numeric): boolean => {
  const { coefficient, special } = toExact(value);
  return special === undefined && coefficient === 0n;
};

const isDecimal = (...values: Value[]): boolean => values.some((value) => value instanceof Decimal128);

/** Null and missing make the result null; anything but a number is refused. */
const numeric = (run: (value: Numeric, name: string) => Value): ExpressionOperator =>
  unary((value, name) => (nullish(value) ? null : run(needNumber(value, name), name)));

/** Decimals have a function of their own, which keeps their 34 digits. */
const transcendental = (
  run: (value: number) => number,
  decimal: (value: Exact) => Exact,
  inside: (value: number) => boolean = () => true,
  code = 28766,
): ExpressionOperator =>
  numeric((value, name) => {
    const number = toNumber(value);
    if (!Number.isNaN(number) && !inside(number) && !(value instanceof Decimal128 && isTiny(value, number)))
      throw new MongoError(code, `${name}: the argument ${number} is outside the function's domain`);
    return value instanceof Decimal128 ? toDecimal(decimal(toExact(value))) : makeDouble(run(number));
  });

/** A positive decimal so small that the nearest double is zero. */
const isTiny = (value: Decimal128, near: number): boolean => near === 0 && toExact(value).coefficient > 0n;

/** Whole numbers in their own type as long as they fit, then doubles; a decimal makes all a decimal. */
class Running {
  private whole: bigint;
  private long = false;
  private inexact: number | undefined;
  private decimal: Exact | undefined;
  private readonly exact: (a: bigint, b: bigint) => bigint;
  private readonly double: (a: number, b: number) => number;
  private readonly decimals: (a: Exact, b: Exact) => Exact;

  constructor(
    start: bigint,
    exact: (a: bigint, b: bigint) => bigint,
    double: (a: number, b: number) => number,
    decimals: (a: Exact, b: Exact) => Exact,
  ) {
    this.whole = start;
    this.exact = exact;
    this.double = double;
    this.decimals = decimals;
  }

  take(value: Numeric): void {
    const type = typeOf(value);
    if (this.decimal !== undefined || type === "decimal") {
      const before = this.decimal ?? asDecimal(this.inexact === undefined ? this.whole : makeDouble(this.inexact));
      this.decimal = roundDigits(this.decimals(before, asDecimal(value)));
    } else if (this.inexact !== undefined || type === "double")
      this.inexact = this.double(this.inexact ?? Number(this.whole), toNumber(value));
    else {
      const next = this.exact(this.whole, BigInt(value as number | bigint));
      this.long ||= type === "long";
      if (next === BigInt.asIntN(64, next)) this.whole = next;
      else this.inexact = this.double(Number(this.whole), toNumber(value));
    }
  }

  result(): Numeric {
    if (this.decimal !== undefined) return toDecimal(this.decimal);
    return this.inexact === undefined ? fromInteger(this.whole, this.long) : makeDouble(this.inexact);
  }
}

const adding = () =>
  new Running(
    0n,
    (a, b) => a + b,
    (a, b) => a + b,
    addExact,
  );
const multiplying = () =>
  new Running(
    1n,
    (a, b) => a * b,
    (a, b) => a * b,
    multiplyExact,
  );

const addAll = call(0, Infinity, (args) => {
  const sum = adding();
  let date: bigint | undefined;
  for (const value of args) {
    if (nullish(value)) return null;
    if (value instanceof Date) {
      if (date !== undefined) throw new MongoError(16612, "only one date allowed in an $add expression");
      date = BigInt(value.getTime()) + millisecondsOf(sum.result(), "$add");
    } else if (!isNumeric(value))
      throw new MongoError("TypeMismatch", `$add only supports numeric or date types, not ${typeOf(value)}`);
    else if (date === undefined) sum.take(value);
    else date += millisecondsOf(value, "$add");
  }
  return date === undefined ? sum.result() : dateAt(date, "$add");
});

const multiplyAll = call(0, Infinity, (args, _env, name) => {
  const product = multiplying();
  for (const value of args) {
    if (nullish(value)) return null;
    if (!isNumeric(value))
      throw new MongoError("TypeMismatch", `${name} only supports numeric types, not ${typeOf(value)}`);
    product.take(value);
  }
  return product.result();
});

const minus = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (a instanceof Date) {
    if (b instanceof Date) return BigInt(a.getTime() - b.getTime());
    if (isNumeric(b)) return dateAt(BigInt(a.getTime()) - millisecondsOf(b, "$subtract"), "$subtract");
  } else if (isNumeric(a) && isNumeric(b)) return subtract(a, b);
  throw new MongoError("TypeMismatch", `can't $subtract ${typeOf(b)} from ${typeOf(a)}`);
});

const divide = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    throw new MongoError("TypeMismatch", `$divide only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  if (isZero(b)) throw new MongoError("BadValue", "can't $divide by zero");
  return isDecimal(a, b) ? toDecimal(divideExact(asDecimal(a), asDecimal(b))) : makeDouble(toNumber(a) / toNumber(b));
});

const mod = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    throw new MongoError(16611, `$mod only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  if (isZero(b)) throw new MongoError(isDecimal(a, b) ? 5733415 : 16610, "can't $mod by zero");
  if (isDecimal(a, b)) return toDecimal(moduloExact(asDecimal(a), asDecimal(b)));
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
    const digits = place === undefined ? 0 : wholeNumber(place);
    if (digits === undefined) throw new MongoError(51082, `precision argument to ${name} must be a integral value`);
    if (digits < -20 || digits > 100)
      throw new MongoError(51083, `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`);
    if (!isNumeric(value)) throw new MongoError(51081, `${name} only supports numeric types, not ${typeOf(value)}`);
    const number: Numeric = value;
    const type = typeOf(number);
    if (type === "decimal") return toDecimal(roundExact(asDecimal(number), digits, mode));
    if (type === "double" && !Number.isFinite(toNumber(number))) return number;
    if (type === "int" || type === "long") {
      if (digits >= 0) return number;
      const { coefficient, exponent } = roundExact(toExact(number), digits, mode);
      const whole = coefficient * 10n ** BigInt(exponent);
      if (whole !== BigInt.asIntN(64, whole))
        throw new MongoError(51080, `invalid conversion from Decimal128 result in ${name}`);
      return fromInteger(whole, type === "long");
    }
    // The double's own digits, of which a decimal has the first 34.
    return makeDouble(exactToDouble(roundExact(roundDigits(toExact(number)), digits, mode)));
  });

const wholeSide = (mode: "floor" | "ceil"): ExpressionOperator =>
  numeric((value) => {
    if (value instanceof Decimal128) return toDecimal(roundExact(asDecimal(value), 0, mode));
    return typeOf(value) === "double" ? makeDouble(Math[mode](toNumber(value))) : value;
  });

const wholePower = (base: bigint, power: bigint): bigint | undefined => {
  if (base === 0n || base === 1n || base === -1n)
    return base === -1n && power % 2n !== 0n ? -1n : base === 0n && power !== 0n ? 0n : 1n;
  if (power < 0n || power > 63n) return undefined;
  const result = base ** power;
  return result === BigInt.asIntN(64, result) ? result : undefined;
};

const pow = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a)) throw new MongoError(28762, `$pow's base must be numeric, not ${typeOf(a)}`);
  if (!isNumeric(b)) throw new MongoError(28763, `$pow's exponent must be numeric, not ${typeOf(b)}`);
  if (isZero(a) && toNumber(b) < 0) throw new MongoError(28764, "$pow cannot take a base of 0 and a negative exponent");
  if (isDecimal(a, b)) return toDecimal(powExact(asDecimal(a), asDecimal(b)));
  const types = [typeOf(a), typeOf(b)];
  if (types.includes("double")) return makeDouble(toNumber(a) ** toNumber(b));
  const whole = wholePower(BigInt(a as number | bigint), BigInt(b as number | bigint));
  return whole === undefined ? makeDouble(toNumber(a) ** toNumber(b)) : fromInteger(whole, types.includes("long"));
});

const log = binary((a, b) => {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a)) throw new MongoError(28756, `$log's argument must be numeric, not ${typeOf(a)}`);
  if (!isNumeric(b)) throw new MongoError(28757, `$log's base must be numeric, not ${typeOf(b)}`);
  if (!(isPositive(a) || isNaN(a)))
    throw new MongoError(28758, `$log's argument must be a positive number, but is ${toNumber(a)}`);
  if (!((isPositive(b) && compareNumbers(b, 1) !== 0) || isNaN(b)))
    throw new MongoError(28759, `$log's base must be a positive number not equal to 1, but is ${toNumber(b)}`);
  return isDecimal(a, b)
    ? toDecimal(logExact(asDecimal(a), asDecimal(b)))
    : makeDouble(Math.log(toNumber(a)) / Math.log(toNumber(b)));
});

const isNaN = (value: Numeric): boolean => Number.isNaN(toNumber(value));
const isPositive = (value: Numeric): boolean => compareNumbers(value, 0) > 0;

const abs = numeric((value) => {
  if (value === INT64_MIN) throw new MongoError(28680, "can't take $abs of long long min");
  if (value instanceof Decimal128) return toDecimal(absExact(toExact(value)));
  return typeOf(value) === "double"
    ? makeDouble(Math.abs(toNumber(value)))
    : toNumber(value) < 0
      ? negate(value)
      : value;
});

const bitNot = unary((value, name) => {
  if (nullish(value)) return null;
  if (typeof value === "bigint") return ~value;
  if (typeof value === "number" && typeOf(value) === "int") return ~value;
  throw new MongoError("TypeMismatch", `${name} only supports int and long, not: ${typeOf(value)}.`);
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
  $multiply: multiplyAll,
  $divide: divide,
  $mod: mod,
  $abs: abs,
  $ceil: wholeSide("ceil"),
  $floor: wholeSide("floor"),
  $round: rounding("even"),
  $trunc: rounding("trunc"),
  $pow: pow,
  $sqrt: transcendental(Math.sqrt, sqrtExact, (value) => value >= 0, 28714),
  $exp: transcendental(Math.exp, expExact),
  $ln: transcendental(Math.log, lnExact, (value) => value > 0),
  $log10: transcendental(Math.log10, log10Exact, (value) => value > 0, 28761),
  $log: log,
  $bitAnd: bitwise(-1n, (a, b) => a & b),
  $bitOr: bitwise(0n, (a, b) => a | b),
  $bitXor: bitwise(0n, (a, b) => a ^ b),
  $bitNot: bitNot,
  $rand: (operand) => {
    if (!isDoc(operand) || Object.keys(operand).length > 0)
      throw new MongoError(3040501, "$rand does not currently accept arguments");
    return () => makeDouble(Math.random());
  },
};

const total = (values: readonly Value[]): Sum =>
  values.filter(isNumeric).reduce((sum: Sum, value) => sum.add(value), new Sum());

/** Sums what is numeric and ignores the rest, as the accumulators do. */
export const sumOf = (values: readonly Value[]): Numeric => total(values).result();

export const averageOf = (values: readonly Value[]): Value => total(values).average();
/** In an expression one array argument stands for its elements. */
export const spread = (args: Value[]): Value[] => (args.length === 1 && isArray(args[0]) ? args[0] : args);
