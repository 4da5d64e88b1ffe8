import { Decimal128, Double, INT32_MAX, INT32_MIN, makeDouble, typeOf } from "../bson/types.ts";
import type { Numeric } from "../bson/types.ts";
import { addExact, asDecimal, compareExact, multiplyExact, negateExact, toDecimal, toExact } from "./decimal.ts";

/** Nearest double. */
export const toNumber = (value: Numeric): number => {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Double) return value.value;
  return Number(value.toString());
};

/** Order over all numeric types by their exact value; NaN is below everything and equal to itself. */
export const compareNumbers = (a: Numeric, b: Numeric): number => {
  const left = toNumber(a);
  const right = toNumber(b);
  if (left < right) return -1;
  if (left > right) return 1;
  if (left !== right) return Number.isNaN(left) ? (Number.isNaN(right) ? 0 : -1) : 1;
  if (typeof a === "number" && typeof b === "number") return 0;
  if (!Number.isFinite(left)) {
    // A huge decimal and a real infinity round to the same double.
    const x = toExact(a);
    const y = toExact(b);
    if (x.special !== undefined || y.special !== undefined)
      return x.special === y.special ? 0 : (x.special === undefined) === left > 0 ? -1 : 1;
  } else if (
    typeof a !== "bigint" &&
    typeof b !== "bigint" &&
    !(a instanceof Decimal128) &&
    !(b instanceof Decimal128)
  ) {
    return 0;
  }
  return compareExact(toExact(a), toExact(b));
};

/** 0 int, 1 long, 2 double, 3 decimal: arithmetic gives the larger of its operands' ranks. */
const rank = (value: Numeric): 0 | 1 | 2 | 3 => {
  const type = typeOf(value);
  return type === "int" ? 0 : type === "long" ? 1 : type === "double" ? 2 : 3;
};

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** A whole number in the smallest type: int unless a long took part or it does not fit, a double beyond int64. */
export const fromInteger = (value: bigint, long: boolean): Numeric => integer(value, long, overflowToDouble);

/** Integer result: stays int when both operands were and it fits, else long; beyond int64 it is `overflow`'s. */
const integer = (value: bigint, wide: boolean, overflow: (exact: bigint) => Numeric): Numeric => {
  if (!wide && value <= INT32_MAX && value >= INT32_MIN) return Number(value);
  return value > INT64_MAX || value < INT64_MIN ? overflow(value) : value;
};

const big = (value: Numeric): bigint => (typeof value === "bigint" ? value : BigInt(toNumber(value)));

/** Aggregation turns an int64 overflow into a double; update operators refuse it. */
const overflowToDouble = (exact: bigint): Numeric => makeDouble(Number(exact));

export const add = (a: Numeric, b: Numeric, overflow: (exact: bigint) => Numeric = overflowToDouble): Numeric => {
  const type = Math.max(rank(a), rank(b));
  if (type === 3) return toDecimal(addExact(asDecimal(a), asDecimal(b)));
  if (type === 2) return makeDouble(toNumber(a) + toNumber(b));
  if (type === 0) {
    const sum = toNumber(a) + toNumber(b);
    return sum <= INT32_MAX && sum >= INT32_MIN ? sum : BigInt(sum);
  }
  return integer(big(a) + big(b), true, overflow);
};

export const multiply = (a: Numeric, b: Numeric, overflow: (exact: bigint) => Numeric = overflowToDouble): Numeric => {
  const type = Math.max(rank(a), rank(b));
  if (type === 3) return toDecimal(multiplyExact(asDecimal(a), asDecimal(b)));
  if (type === 2) return makeDouble(toNumber(a) * toNumber(b));
  return integer(big(a) * big(b), type === 1, overflow);
};

export const subtract = (a: Numeric, b: Numeric): Numeric => {
  const type = Math.max(rank(a), rank(b));
  if (type === 3) return toDecimal(addExact(asDecimal(a), negateExact(asDecimal(b))));
  if (type === 2) return makeDouble(toNumber(a) - toNumber(b));
  return integer(big(a) - big(b), type === 1, overflowToDouble);
};

export const negate = (value: Numeric): Numeric => multiply(value, -1);

/** The integer a command option such as limit or batchSize carries, or undefined when it is no whole number. */
export const wholeNumber = (value: unknown): number | undefined => {
  if (
    typeof value !== "number" &&
    typeof value !== "bigint" &&
    !(value instanceof Double) &&
    !(value instanceof Decimal128)
  )
    return undefined;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
};
