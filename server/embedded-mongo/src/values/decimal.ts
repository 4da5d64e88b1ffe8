import { Decimal128, Double, INT32_MAX, INT32_MIN } from "../bson/types.ts";
import type { Numeric } from "../bson/types.ts";

/** An exact decimal number: `coefficient * 10^exponent`. NaN and the infinities are told apart by `special`. */
export interface Exact {
  coefficient: bigint;
  exponent: number;
  special?: "NaN" | "Infinity" | "-Infinity";
  /** The sign of a zero, which its coefficient cannot have. */
  minus?: boolean;
}

/** IEEE 754 decimal128: digits, the smallest exponent, and the largest of a number's first digit. */
const MAX_DIGITS = 34;
const MIN_EXPONENT = -6176;
const MAX_ADJUSTED = 6144;

export const finite = (coefficient: bigint, exponent: number, minus = false): Exact =>
  coefficient === 0n && minus ? { coefficient, exponent, minus } : { coefficient, exponent };
export const NAN: Exact = { coefficient: 0n, exponent: 0, special: "NaN" };
export const infinity = (negative: boolean): Exact => ({
  coefficient: 0n,
  exponent: 0,
  special: negative ? "-Infinity" : "Infinity",
});

const parse = (text: string): Exact => {
  if (text === "NaN") return NAN;
  if (text.endsWith("Infinity")) return infinity(text.startsWith("-"));
  const [mantissa = "0", power = "0"] = text.split(/e/i);
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return finite(BigInt(whole + fraction), Number(power) - fraction.length, text.startsWith("-"));
};

const bits = new DataView(new ArrayBuffer(8));

/** Every double is a finite decimal: m * 2^-k equals m * 5^k * 10^-k. */
const fromDouble = (value: number): Exact => {
  if (Number.isNaN(value)) return NAN;
  if (!Number.isFinite(value)) return infinity(value < 0);
  if (Number.isSafeInteger(value)) return finite(BigInt(value), 0, Object.is(value, -0));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const power = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const mantissa = power === 0 ? fraction : fraction | 0x10000000000000n;
  const two = (power === 0 ? 1 : power) - 1075;
  const signed = value < 0 ? -mantissa : mantissa;
  return two >= 0 ? finite(signed << BigInt(two), 0) : finite(signed * 5n ** BigInt(-two), two);
};

export const toExact = (value: Numeric): Exact => {
  if (typeof value === "bigint") return finite(value, 0);
  if (typeof value === "number") return fromDouble(value);
  if (value instanceof Double) return fromDouble(value.value);
  return parse(value.toString());
};

/** Compares finite exact numbers. */
export const compareExact = (a: Exact, b: Exact): number => {
  const shift = a.exponent - b.exponent;
  const left = shift > 0 ? a.coefficient * 10n ** BigInt(shift) : a.coefficient;
  const right = shift < 0 ? b.coefficient * 10n ** BigInt(-shift) : b.coefficient;
  return left < right ? -1 : left > right ? 1 : 0;
};

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
export const digitsOf = (value: bigint): number => absolute(value).toString().length;

/** Drops digits from the end, half to even. */
const drop = (coefficient: bigint, digits: number): bigint => {
  const unit = 10n ** BigInt(digits);
  const size = absolute(coefficient);
  let kept = size / unit;
  const rest = (size % unit) * 2n;
  if (rest > unit || (rest === unit && kept % 2n === 1n)) kept++;
  return coefficient < 0n ? -kept : kept;
};

/** Rounds half to even at so many digits, and where an exponent becomes too small for decimal128. */
export const roundDigits = (value: Exact, most = MAX_DIGITS): Exact => {
  if (value.special !== undefined) return value;
  const extra = Math.max(digitsOf(value.coefficient) - most, MIN_EXPONENT - value.exponent);
  if (extra <= 0) return value;
  // Beyond all digits only a zero is left, however far.
  const kept = drop(value.coefficient, Math.min(extra, digitsOf(value.coefficient) + 1));
  const next = finite(kept, value.exponent + extra, value.minus === true || value.coefficient < 0n);
  return digitsOf(kept) > most ? roundDigits(next, most) : next;
};

/** What a decimal becomes: rounded, infinite beyond the largest, with zeros at its end where its exponent is too large. */
export const toDecimal = (value: Exact): Decimal128 => {
  if (value.special !== undefined) return Decimal128.fromString(value.special);
  const { coefficient, exponent, minus } = roundDigits(value);
  const digits = digitsOf(coefficient);
  const sign = coefficient < 0n || minus === true ? "-" : "";
  if (coefficient !== 0n && exponent + digits - 1 > MAX_ADJUSTED) return Decimal128.fromString(`${sign}Infinity`);
  const highest = MAX_ADJUSTED - MAX_DIGITS + 1;
  if (exponent > highest)
    return Decimal128.fromString(
      `${sign}${absolute(coefficient)}${coefficient === 0n ? "" : "0".repeat(exponent - highest)}E${highest}`,
    );
  return Decimal128.fromString(`${sign}${absolute(coefficient)}E${exponent}`);
};

/** A double reaches Decimal128 with 15 significant digits, as MongoDB converts it. */
const doubleToExact = (value: number): Exact =>
  Number.isFinite(value) && value !== 0 ? parse(value.toPrecision(15)) : fromDouble(value);

const isInt = (value: number): boolean =>
  Number.isInteger(value) && value <= INT32_MAX && value >= INT32_MIN && !Object.is(value, -0);

export const asDecimal = (value: Numeric): Exact => {
  if (typeof value === "number") return isInt(value) ? toExact(value) : doubleToExact(value);
  if (value instanceof Double) return doubleToExact(value.value);
  return toExact(value);
};

const isNegative = (value: Exact): boolean =>
  value.special === undefined ? value.coefficient < 0n || value.minus === true : value.special === "-Infinity";
const isZero = (value: Exact): boolean => value.special === undefined && value.coefficient === 0n;

/** Lowers the exponent by zeros at the end as far as it is wanted and digits are left. */
const lower = (value: Exact, exponent: number): Exact => {
  const zeros = Math.min(value.exponent - exponent, MAX_DIGITS - digitsOf(value.coefficient));
  if (zeros <= 0 || value.special !== undefined) return value;
  return finite(value.coefficient * 10n ** BigInt(zeros), value.exponent - zeros, value.minus);
};

export const addExact = (a: Exact, b: Exact): Exact => {
  if (a.special !== undefined || b.special !== undefined) {
    if (a.special === "NaN" || b.special === "NaN") return NAN;
    if (a.special !== undefined && b.special !== undefined) return a.special === b.special ? a : NAN;
    return a.special === undefined ? b : a;
  }
  // Beyond 34 digits apart the smaller one cannot show in the result, and aligning would build huge integers.
  const gap = a.exponent + digitsOf(a.coefficient) - (b.exponent + digitsOf(b.coefficient));
  if (!isZero(a) && !isZero(b) && Math.abs(gap) > 80) return gap > 0 ? lower(a, b.exponent) : lower(b, a.exponent);
  if (isZero(a) && !isZero(b) && a.exponent > b.exponent) return b;
  if (isZero(b) && !isZero(a) && b.exponent > a.exponent) return a;
  if (isZero(b) && !isZero(a)) return lower(a, b.exponent);
  if (isZero(a) && !isZero(b)) return lower(b, a.exponent);
  const exponent = Math.min(a.exponent, b.exponent);
  return finite(
    a.coefficient * 10n ** BigInt(a.exponent - exponent) + b.coefficient * 10n ** BigInt(b.exponent - exponent),
    exponent,
    isNegative(a) && isNegative(b),
  );
};

export const multiplyExact = (a: Exact, b: Exact): Exact => {
  const negative = isNegative(a) !== isNegative(b);
  if (a.special !== undefined || b.special !== undefined)
    return a.special === "NaN" || b.special === "NaN" || isZero(a) || isZero(b) ? NAN : infinity(negative);
  return finite(a.coefficient * b.coefficient, a.exponent + b.exponent, negative);
};

/** Further digits of a quotient: 34 right ones after rounding, told apart from a tie by what is left over. */
const MORE = 75;

export const divideExact = (a: Exact, b: Exact): Exact => {
  const negative = isNegative(a) !== isNegative(b);
  if (a.special === "NaN" || b.special === "NaN") return NAN;
  if (a.special !== undefined) return b.special === undefined ? infinity(negative) : NAN;
  if (b.special !== undefined) return finite(0n, MIN_EXPONENT, negative);
  const ideal = a.exponent - b.exponent;
  if (a.coefficient === 0n) return b.coefficient === 0n ? NAN : finite(0n, ideal, negative);
  if (b.coefficient === 0n) return infinity(negative);
  const scaled = a.coefficient * 10n ** BigInt(MORE);
  let [coefficient, exponent] = [scaled / b.coefficient, ideal - MORE];
  if (scaled % b.coefficient !== 0n) return finite(coefficient * 10n + (negative ? -1n : 1n), exponent - 1);
  // An exact quotient keeps to the exponent its operands suggest.
  while (exponent < ideal && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(coefficient, exponent);
};

/** What is left of a division whose quotient is cut off to a whole number; it has the sign of `a`. */
export const moduloExact = (a: Exact, b: Exact): Exact => {
  if (a.special !== undefined || b.special === "NaN" || isZero(b)) return NAN;
  if (b.special !== undefined) return a;
  const exponent = Math.min(a.exponent, b.exponent);
  const divisor = absolute(b.coefficient) * 10n ** BigInt(b.exponent - exponent);
  const rest = (absolute(a.coefficient) * 10n ** BigInt(a.exponent - exponent)) % divisor;
  return finite(isNegative(a) ? -rest : rest, exponent, isNegative(a));
};

export const negateExact = (a: Exact): Exact =>
  a.special === undefined
    ? finite(-a.coefficient, a.exponent, a.minus !== true)
    : a.special === "NaN"
      ? a
      : infinity(a.special === "Infinity");

export const absExact = (a: Exact): Exact => (isNegative(a) ? negateExact(a) : a);

/** Rounds toward minus infinity, plus infinity, zero or to even at `place` digits after the point, and shows as many. */
export const roundExact = (a: Exact, place: number, mode: "floor" | "ceil" | "trunc" | "even"): Exact => {
  if (a.special !== undefined) return a;
  if (-a.exponent <= place) return lower(a, -place);
  const dropped = -a.exponent - place;
  // No digit is so far left: a unit larger than the number is one of ten times its size.
  const unit = 10n ** BigInt(Math.min(dropped, digitsOf(a.coefficient) + 1));
  const quotient = a.coefficient / unit;
  const rest = a.coefficient % unit;
  let result = quotient;
  if (mode === "floor" && rest < 0n) result--;
  if (mode === "ceil" && rest > 0n) result++;
  if (mode === "even") {
    const twice = absolute(rest) * 2n;
    if (twice > unit || (twice === unit && quotient % 2n !== 0n)) result += a.coefficient < 0n ? -1n : 1n;
  }
  return finite(result, -place, isNegative(a));
};

/** The nearest double. */
export const exactToDouble = ({ coefficient, exponent, special, minus }: Exact): number =>
  special !== undefined ? Number(special) : minus === true ? -0 : Number(`${coefficient}e${exponent}`);
