import {
  BSONRegExp,
  Binary,
  Decimal128,
  INT32_MAX,
  MaxKey,
  MinKey,
  TYPE_NUMBERS,
  isArray,
  isNumeric,
  typeOf,
} from "../bson/types.ts";
import type { Numeric, TypeName, Value } from "../bson/types.ts";
import { MongoError, badValue, failedToParse } from "../errors.ts";
import { CLASS, classOf, compare, equal } from "../values/compare.ts";
import type { StringCompare } from "../values/compare.ts";
import { roundExact, toExact } from "../values/decimal.ts";
import { encodeKey } from "../values/key.ts";
import { toNumber, wholeNumber } from "../values/numbers.ts";
import { isOperatorDoc } from "./operator-doc.ts";
import { toPattern } from "./regex.ts";

export type Test = (value: Value) => boolean;

export const equalTest = (operand: Value, strings: StringCompare): Test => {
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  const type = classOf(operand);
  return (value) => classOf(value) === type && equal(value, operand, strings);
};

const isNaN = (value: Value): boolean => isNumeric(value) && Number.isNaN(toNumber(value));

/** Range operators compare within one type class only; NaN is neither above nor below anything. */
export const rangeTest = (operator: string, operand: Value, strings: StringCompare): Test => {
  const inclusive = operator.endsWith("e");
  const wanted = operator.startsWith("$g") ? 1 : -1;
  if (operand instanceof BSONRegExp) throw badValue(`Can't have RegEx as arg to predicate over field`);
  if (operand === null || operand === undefined)
    return inclusive ? (value) => value === null || value === undefined : () => false;
  if (operand instanceof MinKey || operand instanceof MaxKey)
    return (value) => {
      const result = compare(value ?? null, operand);
      return result === wanted || (inclusive && result === 0);
    };
  const type = classOf(operand);
  const nan = isNaN(operand);
  return (value) => {
    if (classOf(value) !== type) return false;
    if (nan || isNaN(value)) return inclusive && nan && isNaN(value);
    const result = compare(value, operand, strings);
    return result === wanted || (inclusive && result === 0);
  };
};

export const regexTest = (regex: BSONRegExp): Test => {
  const compiled = toPattern(regex);
  return (value) =>
    typeof value === "string"
      ? compiled.test(value)
      : value instanceof BSONRegExp && value.pattern === regex.pattern && value.options === regex.options;
};

/** Long lists are looked up by key bytes instead of one comparison each. */
export const inTest = (operand: Value, operator: string, strings: StringCompare, binary: boolean): Test => {
  if (!isArray(operand)) throw badValue(`${operator} needs an array`);
  for (const item of operand) {
    if (isOperatorDoc(item)) throw badValue(`cannot nest $ under ${operator}`);
  }
  const regexes = operand.filter((item) => item instanceof BSONRegExp).map(regexTest);
  const plain = operand.filter((item) => !(item instanceof BSONRegExp));
  const hasNull = plain.some((item) => item === null || item === undefined);
  const values = plain.filter((item) => item !== null && item !== undefined);
  let find: Test;
  if (values.length > 8 && binary) {
    const keys = new Set(values.map((item) => encodeKey(item).toString("latin1")));
    find = (value) => value !== undefined && keys.has(encodeKey(value).toString("latin1"));
  } else {
    const tests = values.map((item) => equalTest(item, strings));
    find = (value) => tests.some((test) => test(value));
  }
  return (value) =>
    value === undefined || value === null ? hasNull : find(value) || regexes.some((test) => test(value));
};

const typeNames = new Set<string>([...Object.values(TYPE_NUMBERS), "number"]);

const parseTypes = (operand: Value): Set<TypeName> => {
  const list = isArray(operand) ? operand : [operand];
  if (list.length === 0) throw failedToParse("$type must match at least one type");
  const types = new Set<TypeName>();
  for (const item of list) {
    if (typeof item === "string") {
      if (!typeNames.has(item)) throw badValue(`Unknown type name alias: ${item}`);
      if (item === "number") for (const name of ["int", "long", "double", "decimal"] as const) types.add(name);
      else types.add(item as TypeName);
    } else if (isNumeric(item)) {
      const name = TYPE_NUMBERS[wholeNumber(item) ?? 0];
      if (name === undefined) throw badValue(`Invalid numerical type code: ${toNumber(item)}`);
      types.add(name);
    } else throw new MongoError("TypeMismatch", "type must be represented as a number or a string");
  }
  return types;
};

export const typeTest = (operand: Value): Test => {
  const types = parseTypes(operand);
  return (value) => types.has(typeOf(value));
};

const INT64 = 2 ** 63;

/** Rounds toward zero; undefined for what is no int64 afterwards. */
const truncated = (value: Numeric): bigint | undefined => {
  if (typeof value === "bigint") return value;
  if (value instanceof Decimal128) {
    const exact = toExact(value);
    if (exact.special !== undefined || Math.abs(toNumber(value)) > INT64) return undefined;
    const { coefficient, exponent } = roundExact(exact, 0, "trunc");
    const whole = coefficient * 10n ** BigInt(Math.max(0, exponent));
    return whole === BigInt.asIntN(64, whole) ? whole : undefined;
  }
  const number = Math.trunc(toNumber(value));
  return number >= -INT64 && number < INT64 ? BigInt(number) : undefined;
};

/** The same for operands that must be whole numbers. */
const integral = (value: Numeric): bigint | undefined => {
  const whole = truncated(value);
  return whole !== undefined && compare(whole, value) === 0 ? whole : undefined;
};

export const modTest = (operand: Value): Test => {
  if (!isArray(operand)) throw badValue("malformed mod, needs to be an array");
  if (operand.length < 2) throw badValue("malformed mod, not enough elements");
  if (operand.length > 2) throw badValue("malformed mod, too many elements");
  const [first, second] = operand;
  if (!isNumeric(first)) throw badValue("malformed mod, divisor not a number");
  if (!isNumeric(second)) throw badValue("malformed mod, remainder not a number");
  const divisor = truncated(first);
  const remainder = truncated(second);
  if (divisor === undefined || remainder === undefined) throw badValue("malformed mod, values must be finite");
  if (divisor === 0n) throw badValue("divisor cannot be 0");
  return (value) => {
    if (!isNumeric(value)) return false;
    const whole = truncated(value);
    return whole !== undefined && whole % divisor === remainder;
  };
};

const maskOf = (operand: Value, operator: string): bigint => {
  if (operand instanceof Binary) {
    let mask = 0n;
    operand.value().forEach((byte, index) => (mask |= BigInt(byte) << BigInt(8 * index)));
    return mask;
  }
  if (isArray(operand)) {
    let mask = 0n;
    for (const item of operand) {
      const bit = wholeNumber(item);
      if (bit === undefined || bit < 0 || bit > INT32_MAX)
        throw badValue(`bit positions of ${operator} must be non-negative integers`);
      mask |= 1n << BigInt(Math.min(bit, 1024));
    }
    return mask;
  }
  const number = isNumeric(operand) ? integral(operand) : undefined;
  if (number === undefined || number < 0n)
    throw badValue(`${operator} takes an Array, a number, or a BinData but received: ${typeOf(operand)}`);
  return number;
};

/** Negative numbers count as sign-extended two's complement, binaries as little-endian and zero-extended. */
export const bitsTest = (operator: string, operand: Value): Test => {
  const mask = maskOf(operand, operator);
  return (value) => {
    let bits: bigint;
    if (value instanceof Binary) bits = maskOf(value, operator);
    else if (isNumeric(value)) {
      const whole = integral(value);
      if (whole === undefined) return false;
      bits = whole;
    } else return false;
    const set = bits & mask;
    if (operator === "$bitsAllSet") return set === mask;
    if (operator === "$bitsAllClear") return set === 0n;
    return operator === "$bitsAnySet" ? set !== 0n : set !== mask;
  };
};

export const sizeOf = (operand: Value): number => {
  if (!isNumeric(operand)) throw failedToParse("Failed to parse $size. Expected a number");
  const size = wholeNumber(operand);
  if (size === undefined) throw failedToParse("Failed to parse $size. Expected an integer");
  if (size < 0) throw failedToParse("Failed to parse $size. Expected a non-negative number");
  return size;
};

/** MongoDB's truth of an option value such as `$exists: 1`: everything but false, zero, null and missing. */
export const truthy = (value: Value): boolean =>
  !(
    value === false ||
    value === null ||
    value === undefined ||
    (classOf(value) === CLASS.number && toNumber(value as Numeric) === 0)
  );
