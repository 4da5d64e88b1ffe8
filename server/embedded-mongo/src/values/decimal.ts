import { Decimal128, Double } from "../bson/types.ts";
import type { Numeric } from "../bson/types.ts";

/** An exact decimal number: `coefficient * 10^exponent`. NaN and the infinities are told apart by `special`. */
export interface Exact {
  coefficient: bigint;
  exponent: number;
  special?: "NaN" | "Infinity" | "-Infinity";
}

const MAX_DIGITS = 34;
const finite = (coefficient: bigint, exponent: number): Exact => ({ coefficient, exponent });
const NAN: Exact = { coefficient: 0n, exponent: 0, special: "NaN" };
const infinity = (negative: boolean): Exact => ({
  coefficient: 0n,
  exponent: 0,
  special: negative ? "-Infinity" : "Infinity",
});

const parse = (text: string): Exact => {
  if (text === "NaN") return NAN;
  if (text.endsWith("Infinity")) return infinity(text.startsWith("-"));
  const [mantissa = "0", power = "0"] = text.split(/e/i);
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return finite(BigInt(whole + fraction), Number(power) - fraction.length);
};

const bits = new DataView(new ArrayBuffer(8));

/** Every double is a finite decimal: m * 2^-k equals m * 5^k * 10^-k. */
const fromDouble = (value: number): Exact => {
  if (Number.isNaN(value)) return NAN;
  if (!Number.isFinite(value)) return infinity(value < 0);
  if (Number.isSafeInteger(value)) return finite(BigInt(value), 0);
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

/** Removes what two representations of one number may differ in: trailing zeros and the exponent of zero. */
const normalise = (value: Exact): Exact => {
  if (value.special !== undefined) return value;
  let { coefficient, exponent } = value;
  if (coefficient === 0n) return finite(0n, 0);
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(coefficient, exponent);
};

const digitsOf = (value: bigint): number => (value < 0n ? -value : value).toString().length;

/** Rounds half to even at 34 digits, as IEEE 754 decimal128 asks. */
const round = (value: Exact): Exact => {
  const extra = digitsOf(value.coefficient) - MAX_DIGITS;
  if (extra <= 0) return value;
  const unit = 10n ** BigInt(extra);
  const negative = value.coefficient < 0n;
  const size = negative ? -value.coefficient : value.coefficient;
  let kept = size / unit;
  const rest = (size % unit) * 2n;
  if (rest > unit || (rest === unit && kept % 2n === 1n)) kept++;
  return round(finite(negative ? -kept : kept, value.exponent + extra));
};

export const toDecimal = (value: Exact): Decimal128 => {
  if (value.special !== undefined) return Decimal128.fromString(value.special);
  const { coefficient, exponent } = round(value);
  return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`);
};

/** A double reaches Decimal128 with 15 significant digits, as MongoDB converts it. */
const doubleToDecimal = (value: number): Decimal128 => {
  if (!Number.isFinite(value)) return toDecimal(fromDouble(value));
  if (Number.isSafeInteger(value)) return toDecimal(finite(BigInt(value), 0));
  return toDecimal(parse(value.toPrecision(15)));
};

export const asDecimal = (value: Numeric): Exact => {
  if (typeof value === "number") return toExact(doubleToDecimal(value));
  if (value instanceof Double) return toExact(doubleToDecimal(value.value));
  return toExact(value);
};

const signOf = (value: Exact): number =>
  value.special === undefined
    ? value.coefficient < 0n
      ? -1
      : value.coefficient > 0n
        ? 1
        : 0
    : value.special === "Infinity"
      ? 1
      : -1;

export const addExact = (a: Exact, b: Exact): Exact => {
  if (a.special !== undefined || b.special !== undefined) {
    if (a.special === "NaN" || b.special === "NaN") return NAN;
    if (a.special !== undefined && b.special !== undefined) return a.special === b.special ? a : NAN;
    return a.special === undefined ? b : a;
  }
  // Beyond 34 digits apart the smaller one cannot show in the result, and aligning would build huge integers.
  const gap = a.exponent + digitsOf(a.coefficient) - (b.exponent + digitsOf(b.coefficient));
  if (a.coefficient !== 0n && b.coefficient !== 0n && Math.abs(gap) > 80) return gap > 0 ? a : b;
  const exponent = Math.min(a.exponent, b.exponent);
  return finite(
    a.coefficient * 10n ** BigInt(a.exponent - exponent) + b.coefficient * 10n ** BigInt(b.exponent - exponent),
    exponent,
  );
};

export const multiplyExact = (a: Exact, b: Exact): Exact => {
  if (a.special !== undefined || b.special !== undefined) {
    const sign = signOf(a) * signOf(b);
    return a.special === "NaN" || b.special === "NaN" || sign === 0 ? NAN : infinity(sign < 0);
  }
  return finite(a.coefficient * b.coefficient, a.exponent + b.exponent);
};

export const divideExact = (a: Exact, b: Exact): Exact => {
  if (a.special !== undefined || b.special !== undefined) {
    if (a.special !== undefined && b.special === undefined && a.special !== "NaN")
      return infinity(signOf(a) * (signOf(b) || 1) < 0);
    return a.special === undefined && b.special !== "NaN" ? finite(0n, 0) : NAN;
  }
  // 40 extra digits leave 34 right ones after rounding; an exact quotient loses its zeros again.
  const scaled = a.coefficient * 10n ** 75n;
  return normalise(finite(scaled / b.coefficient, a.exponent - b.exponent - 75));
};

export const negateExact = (a: Exact): Exact =>
  a.special === undefined
    ? finite(-a.coefficient, a.exponent)
    : a.special === "NaN"
      ? a
      : infinity(a.special === "Infinity");

/** Rounds toward minus infinity, plus infinity, zero or to even at `place` digits after the point. */
export const roundExact = (a: Exact, place: number, mode: "floor" | "ceil" | "trunc" | "even"): Exact => {
  if (a.special !== undefined || -a.exponent <= place) return a;
  const unit = 10n ** BigInt(-a.exponent - place);
  const quotient = a.coefficient / unit;
  const rest = a.coefficient % unit;
  let result = quotient;
  if (mode === "floor" && rest < 0n) result--;
  if (mode === "ceil" && rest > 0n) result++;
  if (mode === "even") {
    const twice = (rest < 0n ? -rest : rest) * 2n;
    if (twice > unit || (twice === unit && quotient % 2n !== 0n)) result += a.coefficient < 0n ? -1n : 1n;
  }
  return finite(result, -place);
};
