import {
  NAN,
  absExact,
  compareExact,
  digitsOf,
  divideExact,
  finite,
  infinity,
  multiplyExact,
  roundDigits,
} from "./decimal.ts";
import type { Exact } from "./decimal.ts";

/**
 * Roots, powers and logarithms of decimals, right to the 34 digits of a Decimal128. All count in whole numbers of
 * 10^-PLACES; what is asked for has at most 34 digits before and as many behind the point that matter.
 */
const PLACES = 110;
const ONE = 10n ** BigInt(PLACES);
const WIDE = 60;

/** The largest whole number whose square is not above. */
const wholeRoot = (value: bigint): bigint => {
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
};

/** Marks a result that has further digits than are kept, so that one exactly in the middle is rounded rightly. */
const withRest = (value: bigint, exponent: number, rest: boolean): Exact =>
  rest ? finite(value * 10n + 1n, exponent - 1) : finite(value, exponent);

/** Takes zeros off the end until the exponent is the wanted one. */
const trim = (value: Exact, ideal: number): Exact => {
  let { coefficient, exponent } = value;
  while (exponent < ideal && coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(coefficient, exponent);
};

export const sqrtExact = (value: Exact): Exact => {
  if (value.special !== undefined) return value.special === "Infinity" ? value : NAN;
  const ideal = Math.floor(value.exponent / 2);
  if (value.coefficient === 0n) return finite(0n, ideal, value.minus);
  if (value.coefficient < 0n) return NAN;
  const odd = value.exponent % 2 !== 0;
  const exponent = odd ? value.exponent - 1 : value.exponent;
  const scaled = value.coefficient * (odd ? 10n : 1n) * 10n ** BigInt(2 * WIDE);
  const root = wholeRoot(scaled);
  const rest = root * root !== scaled;
  return rest ? withRest(root, exponent / 2 - WIDE, true) : trim(finite(root, exponent / 2 - WIDE), ideal);
};

/** e^x for |x| of a few, as fixed-point numbers: halved until the series is short, then squared back. */
const fixedExp = (x: bigint): bigint => {
  const halvings = 16;
  const small = x >> BigInt(halvings);
  let term = ONE;
  let sum = ONE;
  for (let at = 1n; term !== 0n && at < 200n; at++) {
    term = (term * small) / ONE / at;
    sum += term;
  }
  for (let at = 0; at < halvings; at++) sum = (sum * sum) / ONE;
  return sum;
};

const fixedFrom = ({ coefficient, exponent }: Exact): bigint => {
  const shift = exponent + PLACES;
  return shift >= 0 ? coefficient * 10n ** BigInt(shift) : coefficient / 10n ** BigInt(-shift);
};

/** ln of a number from 1 to 10: JavaScript's own, made exact by Newton's method, each step of which triples the digits. */
const fixedLn = (value: bigint): bigint => {
  const near = Math.log(Number(value / 10n ** BigInt(PLACES - 17)) / 1e17);
  let result = BigInt(Math.round(near * 1e15)) * 10n ** BigInt(PLACES - 15);
  for (let step = 0; step < 4; step++) {
    const power = fixedExp(result);
    result += (2n * (value - power) * ONE) / (value + power);
  }
  return result;
};

let ten: bigint | undefined;
const lnTen = (): bigint => (ten ??= fixedLn(10n * ONE));

/** ln of a positive number as a fixed-point number. */
const lnOf = (value: Exact): bigint => {
  const power = value.exponent + digitsOf(value.coefficient) - 1;
  const first = fixedFrom({ coefficient: value.coefficient, exponent: value.exponent - power });
  return fixedLn(first) + BigInt(power) * lnTen();
};

const isOne = (value: Exact): boolean => value.special === undefined && compareExact(value, finite(1n, 0)) === 0;

export const lnExact = (value: Exact): Exact => {
  if (value.special !== undefined) return value.special === "Infinity" ? value : NAN;
  return isOne(value) ? finite(0n, 0) : withRest(lnOf(value), -PLACES, true);
};

/** A power of ten has a whole logarithm. */
const powerOfTen = (value: Exact): number | undefined => {
  const { coefficient, exponent } = trim(value, Infinity);
  return coefficient === 1n ? exponent : undefined;
};

export const log10Exact = (value: Exact): Exact => {
  if (value.special !== undefined) return value.special === "Infinity" ? value : NAN;
  const power = powerOfTen(value);
  return power === undefined ? withRest((lnOf(value) * ONE) / lnTen(), -PLACES, true) : finite(BigInt(power), 0);
};

export const logExact = (value: Exact, base: Exact): Exact => {
  if (value.special === "NaN" || base.special === "NaN") return NAN;
  if (base.special !== undefined) return value.special === undefined ? finite(0n, 0) : NAN;
  if (value.special !== undefined) return infinity(compareExact(base, finite(1n, 0)) < 0);
  if (isOne(value)) return finite(0n, 0);
  if (powerOfTen(base) === 1) return log10Exact(value);
  const quotient = divideExact(finite(lnOf(value), -PLACES), finite(lnOf(base), -PLACES));
  // Where the logarithm is a whole number it is exactly that.
  const whole = roundDigits({ ...quotient }, Math.max(1, digitsOf(quotient.coefficient) + quotient.exponent));
  if (whole.exponent === 0 && absExact(whole).coefficient < 20_000n) {
    const back = powExact(base, whole);
    if (back.special === undefined && compareExact(back, value) === 0) return whole;
  }
  return quotient;
};

const expFixed = (x: bigint): Exact => {
  const power = x / lnTen();
  return withRest(fixedExp(x - power * lnTen()), Number(power) - PLACES, true);
};

/** Beyond this e^x is no decimal any more, or nothing but zero. */
const MOST = 14_300n * ONE;

const ranged = (x: bigint): Exact => (x > MOST ? infinity(false) : x < -MOST ? finite(0n, -6176) : expFixed(x));

export const expExact = (value: Exact): Exact => {
  if (value.special !== undefined) return value.special === "-Infinity" ? finite(0n, 0) : value;
  if (value.coefficient === 0n) return finite(1n, 0);
  const size = value.exponent + digitsOf(value.coefficient);
  if (size > 6) return value.coefficient > 0n ? infinity(false) : finite(0n, -6176);
  // So near to zero that 34 digits show one and no more.
  if (size < -PLACES / 2) return withRest(value.coefficient > 0n ? ONE : ONE - 1n, -PLACES, true);
  return ranged(fixedFrom(value));
};

/** Whole powers that are small enough are multiplied out. */
const MULTIPLIED = 20_000;

const wholeOf = (value: Exact): bigint | undefined => {
  const { coefficient, exponent } = trim(value, 0);
  if (exponent < 0) return undefined;
  return exponent > 40 ? undefined : coefficient * 10n ** BigInt(exponent);
};

const isOdd = (value: bigint): boolean => value % 2n !== 0n;

export const powExact = (base: Exact, power: Exact): Exact => {
  if (power.special === undefined && power.coefficient === 0n) return finite(1n, 0);
  if (isOne(base)) return finite(1n, 0);
  if (base.special === "NaN" || power.special === "NaN") return NAN;
  const whole = power.special === undefined ? wholeOf(power) : undefined;
  const negative =
    (base.coefficient < 0n || base.minus === true || base.special === "-Infinity") &&
    whole !== undefined &&
    isOdd(whole);
  const falling = power.special === undefined ? power.coefficient < 0n : power.special === "-Infinity";
  if (base.special !== undefined) return falling ? finite(0n, 0, negative) : infinity(negative);
  if (base.coefficient === 0n) return falling ? infinity(negative) : finite(0n, 0, negative);
  if (power.special !== undefined) {
    const size = compareExact(absExact(base), finite(1n, 0));
    if (size === 0) return finite(1n, 0);
    return size > 0 === falling ? finite(0n, 0) : infinity(false);
  }
  if (whole !== undefined && digitsOf(base.coefficient) * Math.abs(Number(whole)) <= MULTIPLIED) {
    const size = whole < 0n ? -whole : whole;
    const result = finite(base.coefficient ** size, base.exponent * Number(size));
    return whole < 0n ? divideExact(finite(1n, 0), result) : result;
  }
  if (
    base.coefficient < 0n &&
    whole === undefined &&
    wholeOf({ ...power, exponent: Math.min(power.exponent, 0) }) === undefined
  )
    return NAN;
  const ln = lnOf(absExact(base));
  const exponent = multiplyExact(finite(ln, -PLACES), power);
  if (exponent.exponent + digitsOf(exponent.coefficient) > 6)
    return exponent.coefficient > 0n ? infinity(negative) : finite(0n, -6176, negative);
  const result = ranged(fixedFrom(exponent));
  return negative ? { ...result, coefficient: -result.coefficient } : result;
};
